import { zkError } from '../errors.js';
import { bodyText, type ParsedRows, type RowProblem, unreadable } from './parse-common.js';
import type { Pairs } from './parse-pairs.js';

/** What a terminal reports about one command. */
export interface CommandResult {
  /** As given in the command; not always a number. */
  readonly id: string;
  /** 0 done, negative failed, positive for enrolments. */
  readonly code: number;
  readonly command: string;
  /** All other keys, e.g. `AttlogSum`, or the options of an INFO. */
  readonly fields: Pairs;
}

const TABLE = 'devicecmd';
const MAX_RESULTS = 10_000;
const MAX_FIELDS = 1_000;
const MAX_VALUE_CHARS = 4096;

interface Draft {
  readonly line: number;
  readonly pairs: Record<string, string>;
  count: number;
}

function add(draft: Draft, pair: string): void {
  const equals = pair.indexOf('=');
  if (equals <= 0 || ++draft.count > MAX_FIELDS) return;
  const key = pair.slice(0, equals).trim().replace(/^~/, '');
  draft.pairs[key] ??= pair.slice(equals + 1).slice(0, MAX_VALUE_CHARS);
}

function finish(draft: Draft): CommandResult | RowProblem {
  const { ID: id = '', Return: code = '', CMD: command = '', ...fields } = draft.pairs;
  const raw = `ID=${id}&Return=${code}&CMD=${command}`;
  if (!/^[\w-]{1,64}$/.test(id)) return unreadable(TABLE, draft.line, raw, 'no command id');
  if (!/^-?\d{1,9}$/.test(code)) return unreadable(TABLE, draft.line, raw, 'no result');
  return { id, code: Number(code), command, fields };
}

/**
 * Reads the body of `POST /iclock/devicecmd`: several `ID=…&Return=…&CMD=…` lines, or one result with a key on each line
 * (INFO, GetFile), where `Content=` goes to the end of the body and is not kept.
 * @throws ADMS_BODY_TOO_LARGE, ADMS_RESULT_UNREADABLE when there is no result at all
 */
export function parseDeviceCmd(body: Uint8Array): ParsedRows<CommandResult> {
  const rows: CommandResult[] = [];
  const problems: RowProblem[] = [];
  let draft: Draft | null = null;
  const close = (): void => {
    if (draft === null) return;
    const done = finish(draft);
    if ('error' in done) problems.push(done);
    else rows.push(done);
    draft = null;
  };
  for (const [i, line] of bodyText(body, {}).split(/\r?\n/).entries()) {
    if (/^ID=/i.test(line)) {
      close();
      if (rows.length + problems.length >= MAX_RESULTS) break;
      draft = { line: i + 1, pairs: Object.create(null) as Record<string, string>, count: 0 };
      for (const pair of line.includes('&') ? line.split('&') : [line]) add(draft, pair.replace(/^ID=/i, 'ID='));
    } else if (draft !== null) {
      if (line.startsWith('Content=')) break;
      add(draft, line);
    }
  }
  close();
  if (rows.length === 0 && problems.length === 0) {
    throw zkError('ADMS_RESULT_UNREADABLE', { reason: 'no ID= in the body' });
  }
  return { rows, problems };
}
