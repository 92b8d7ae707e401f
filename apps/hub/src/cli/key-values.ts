import { cliError } from './errors.js';

/** `key=value` words as an object. Numbers, true, false and null are taken as such; quotes keep them text: `pin="007"`. */
export function keyValues(words: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=');
      if (at < 1) throw cliError('CLI_INPUT_UNREADABLE', { input: word, reason: 'key=value' });
      return [word.slice(0, at), parsed(word.slice(at + 1))];
    }),
  );
}

function parsed(text: string): unknown {
  if (/^(-?(0|[1-9]\d*)(\.\d+)?|true|false|null|".*"|\[.*\]|\{.*\})$/s.test(text)) {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return text;
    }
  }
  return text;
}

/** @throws CLI_INPUT_UNREADABLE */
export function parseObject(input: string, text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
    throw new SyntaxError('expected an object');
  } catch (cause) {
    throw cliError('CLI_INPUT_UNREADABLE', { input, reason: (cause as Error).message }, cause);
  }
}
