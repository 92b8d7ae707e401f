import { zkError } from '../errors.js';

/** One command as a terminal gets it at a poll. */
export interface AdmsCommandLine {
  readonly id: string;
  readonly text: string;
}

/** Letters, digits and dashes, 16 at most; without the `C:<id>:` prefix eSSL firmware ignores the command silently. */
const ID = /^[\w-]{1,16}$/;
const LINE = /^C:([\w-]{1,64}):(.+)$/;

/** Control characters and line ends would begin a second command; the terminal runs commands as root. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must be found
const BREAKS_LINE = /[\x00-\x08\x0a-\x1f\x7f\u0085\u2028\u2029]/;

/**
 * One line of the answer to a poll. TAB is let through: it divides the fields of a command.
 * @throws ADMS_COMMAND_INVALID when a value could break out of its command
 */
export function encodeCommandLine(command: AdmsCommandLine): string {
  if (!ID.test(command.id)) throw zkError('ADMS_COMMAND_INVALID', { reason: 'id' });
  if (command.text === '' || BREAKS_LINE.test(command.text)) {
    throw zkError('ADMS_COMMAND_INVALID', { reason: 'control characters' });
  }
  return `C:${command.id}:${command.text}\n`;
}

/** A value inside a command: whatever could end the field or the line becomes a blank. */
export function commandValue(value: string): string {
  return value.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

/** Reads the lines of an answer to a poll; used by simulators and for captures. Lines without prefix are left out. */
export function parseCommandLines(text: string): readonly AdmsCommandLine[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const match = LINE.exec(line);
    return match === null ? [] : [{ id: match[1] ?? '', text: match[2] ?? '' }];
  });
}
