import type { IncomingMessage } from 'node:http';
import { isHadirError } from '@hadir/sdk';
import { encodeText, parseTextEncoding } from '../wire/text.js';
import { parseDeviceCmd } from './parse-devicecmd.js';
import { type AdmsAnswer, OK } from './server-answer.js';
import { readSmallBody } from './server-body.js';
import type { RouteContext } from './server-context.js';
import type { AdmsTerminal } from './server-terminal.js';

/** The answer to a poll: the commands that are due, in the terminal's own text encoding, or OK. */
export function commandLines(terminal: AdmsTerminal): string | Buffer {
  const lines = terminal.queue.poll();
  if (lines === '') return 'OK';
  const encoding = parseTextEncoding(terminal.encoding);
  // TAB and LF divide fields and commands; everything between them is text.
  const parts = lines
    .split(/([\t\n])/)
    .map((part) =>
      part === '\t' || part === '\n' ? Buffer.from(part) : encodeText(part, encoding, Number.MAX_SAFE_INTEGER).bytes,
    );
  return Buffer.concat(parts);
}

/** Results of commands. Results for commands that nobody waits for are heard and dropped. */
export async function takeResults(
  incoming: IncomingMessage,
  terminal: AdmsTerminal,
  { limits }: RouteContext,
): Promise<AdmsAnswer> {
  const body = await readSmallBody(incoming, limits);
  if (body === null) return { status: 400, body: 'BODY' };
  try {
    const { rows, problems } = parseDeviceCmd(body);
    for (const result of rows) terminal.queue.settle(result);
    for (const { error } of problems.slice(0, 1))
      terminal.raise({ code: error.code, subject: 'devicecmd', details: error.details });
  } catch (error) {
    if (!isHadirError(error)) throw error;
    terminal.raise({ code: error.code, subject: 'devicecmd', details: error.details });
  }
  return OK;
}
