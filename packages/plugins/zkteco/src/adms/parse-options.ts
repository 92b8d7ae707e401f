import { zkError } from '../errors.js';
import { decodeText, type TextEncoding } from '../wire/text.js';
import { DEFAULT_MAX_BODY_BYTES } from './parse-common.js';
import type { Pairs } from './parse-pairs.js';

const MAX_OPTIONS = 512;

/**
 * `~DeviceName=X903,MAC=…,PushOptions=a,b`: a list of `key=value` divided by commas, where a value may hold commas
 * itself. The `~` in front of factory values is dropped. Table `options`, `/iclock/registry`, and INFO results.
 * @throws ADMS_BODY_TOO_LARGE
 */
export function parseOptionList(body: Uint8Array, encoding: TextEncoding = 'utf-8'): Pairs {
  if (body.length > DEFAULT_MAX_BODY_BYTES / 16) {
    throw zkError('ADMS_BODY_TOO_LARGE', { size: body.length, limit: DEFAULT_MAX_BODY_BYTES / 16 });
  }
  const options: Record<string, string> = Object.create(null) as Record<string, string>;
  let last: string | null = null;
  let count = 0;
  for (const item of Buffer.from(body)
    .toString('latin1')
    .split(/[,\r\n]+/)) {
    const equals = item.indexOf('=');
    if (equals > 0) {
      if (++count > MAX_OPTIONS) break;
      last = item.slice(0, equals).trim().replace(/^~/, '');
      options[last] = item.slice(equals + 1);
    } else if (last !== null && item.trim() !== '') {
      options[last] += `,${item}`;
    }
  }
  for (const [key, value] of Object.entries(options)) {
    options[key] = decodeText(Buffer.from(value, 'latin1'), encoding).text;
  }
  return options;
}
