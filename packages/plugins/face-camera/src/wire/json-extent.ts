const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Finds where a JSON object or array ends by counting brackets outside of strings. Each byte is looked at once, however
 * the bytes are divided.
 */
export interface JsonExtent {
  /** @param bytes all bytes so far, from the opening bracket on. @returns length of the value, or null while it is open */
  scan(bytes: Uint8Array): number | null;
}

export function jsonExtent(): JsonExtent {
  let at = 0;
  let depth = 0;
  let isString = false;
  let isEscaped = false;
  return {
    scan(bytes) {
      for (; at < bytes.length; at++) {
        const byte = bytes[at];
        if (isString) {
          if (isEscaped) isEscaped = false;
          else if (byte === BACKSLASH) isEscaped = true;
          else if (byte === QUOTE) isString = false;
        } else if (byte === QUOTE) isString = true;
        else if (byte === 0x7b || byte === 0x5b) depth += 1;
        else if (byte === 0x7d || byte === 0x5d) {
          depth -= 1;
          if (depth <= 0) return at + 1;
        }
      }
      return null;
    },
  };
}
