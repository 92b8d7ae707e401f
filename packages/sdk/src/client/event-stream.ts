/** One message of a `text/event-stream`. */
export interface StreamMessage {
  readonly event: string;
  readonly data: string;
  /** The last `id` seen so far, '' when none was. */
  readonly id: string;
}

/** A hub's messages are small; a longer one means that something else answers. */
const MAX_MESSAGE_LENGTH = 4 * 1024 * 1024;

/**
 * Reads Server-Sent Events by the rules of the WHATWG HTML Standard §9.2.6: lines end in CR LF, LF or CR; `data` lines
 * are joined with LF; a blank line ends a message; lines that begin with a colon are comments.
 *
 * Feed it text as it comes, cut anywhere. @throws RangeError when a message is longer than 4 Mi characters
 */
export function createStreamParser(): (text: string) => StreamMessage[] {
  let rest = '';
  let started = false;
  let id = '';
  let event = '';
  let data: string[] = [];

  const takeLine = (line: string): StreamMessage | null => {
    if (line === '') {
      const message = data.length > 0 ? { event: event || 'message', data: data.join('\n'), id } : null;
      event = '';
      data = [];
      return message;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return null;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
    return null;
  };

  return (text) => {
    if (!started && text !== '') {
      started = true;
      rest = text.replace(/^\uFEFF/, '');
    } else {
      rest += text;
    }
    const messages: StreamMessage[] = [];
    for (;;) {
      const end = rest.search(/[\r\n]/);
      // A CR at the very end may be half of a CR LF; it waits for the next piece.
      if (end < 0 || (rest[end] === '\r' && end === rest.length - 1)) break;
      const width = rest[end] === '\r' && rest[end + 1] === '\n' ? 2 : 1;
      const message = takeLine(rest.slice(0, end));
      rest = rest.slice(end + width);
      if (message !== null) messages.push(message);
    }
    if (rest.length + data.reduce((sum, line) => sum + line.length, 0) > MAX_MESSAGE_LENGTH) {
      throw new RangeError('a message of the event stream is too long');
    }
    return messages;
  };
}
