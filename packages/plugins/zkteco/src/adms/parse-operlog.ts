import {
  type AdmsParseOptions,
  type AdmsTime,
  bodyText,
  isDeviceUserId,
  type ParsedRows,
  parseAdmsTime,
  parseInteger,
  problem,
  type RowProblem,
  splitRows,
  unreadable,
} from './parse-common.js';
import { type Pairs, parsePairs, pick } from './parse-pairs.js';
import { isCut, parseTemplateRow, sizeMismatch, TEMPLATE_TAGS, type TemplateRow } from './parse-template.js';

/** `OPLOG op\toperator\ttime\tobj1…obj4`. */
export interface OplogRow {
  readonly type: 'operation';
  readonly operation: number;
  readonly operator: string;
  readonly time: AdmsTime;
  /** Objects 1–4 as written. */
  readonly values: readonly string[];
}

/** `USER PIN=… Name=…`. */
export interface AdmsUserRow {
  readonly type: 'user';
  readonly deviceUserId: string;
  readonly name: string;
  /** 0 user, 2 enroller, 6 manager, 10 custom, 14 super admin. */
  readonly privilege: number | null;
  readonly group: number | null;
  readonly hasCard: boolean;
  /** Every field as it came, the password too: never store, log or emit it. */
  readonly fields: Pairs;
}

/** Rows that Hadir has no use for: ERRORLOG, IDCARD, WORKCODE… */
export interface OtherRow {
  readonly type: 'other';
  readonly tag: string;
}

export type OperlogRow = (OplogRow | AdmsUserRow | TemplateRow | OtherRow) & {
  readonly row: number;
  readonly raw: string;
};

const TABLE = 'OPERLOG';
const OTHER_TAGS = ['ERRORLOG', 'IDCARD', 'WORKCODE', 'SMS', 'USER_SMS'] as const;
const TAG = new RegExp(`^(OPLOG|USER|${TEMPLATE_TAGS.join('|')}|${OTHER_TAGS.join('|')})[ \\t]`);
/** Templates and pictures are long; their content is not kept in the raw row. */
const MAX_RAW_CHARS = 1024;

/** Whether a line begins a row; otherwise it goes on the one before (templates with line ends inside). */
export function startsOperlogRow(line: string): boolean {
  return TAG.test(line);
}

function parseOplog(text: string): OplogRow | string {
  const [operation, operator = '', time = '', ...values] = text.split('\t');
  const code = parseInteger(operation);
  if (code === null) return 'operation is no number';
  const at = parseAdmsTime(time);
  if (at === null) return 'no time';
  const objects = values.slice(0, 4).map((v) => v.trim());
  if (objects.some((v) => v !== '' && !/^[\w.:-]{1,64}$/.test(v))) return 'object is no value';
  return { type: 'operation', operation: code, operator: operator.trim().slice(0, 64), time: at, values: objects };
}

/** `Card=[15CD5B07]` are bytes, decimal text occurs too; empty and zero mean none. */
const hasCard = (text: string | undefined): boolean => text !== undefined && !/^\[?0*\]?$/.test(text.trim());

function parseUser(text: string): AdmsUserRow | string {
  const { pairs, repeated } = parsePairs(text);
  if (repeated) return 'the same key twice';
  const deviceUserId = (pick(pairs, 'PIN', 'Pin') ?? '').trim();
  if (!isDeviceUserId(deviceUserId)) return 'no user id';
  return {
    type: 'user',
    deviceUserId,
    name: pick(pairs, 'Name') ?? '',
    privilege: parseInteger(pick(pairs, 'Pri', 'Privilege')),
    group: parseInteger(pick(pairs, 'Grp')),
    hasCard: hasCard(pick(pairs, 'Card')),
    fields: pairs,
  };
}

type RowContent = OplogRow | AdmsUserRow | TemplateRow | OtherRow;

function parseTagged(raw: string): RowContent | string {
  const tag = TAG.exec(raw)?.[1];
  if (tag === undefined) return 'unknown kind of row';
  const text = raw.slice(tag.length + 1);
  if (tag === 'OPLOG') return parseOplog(text);
  if (tag === 'USER') return parseUser(text);
  if ((TEMPLATE_TAGS as readonly string[]).includes(tag)) return parseTemplateRow(tag, text) ?? 'no user id';
  return { type: 'other', tag };
}

/** Rows with no line end between them were seen in one log; looked for only where a row does not parse. */
const MAX_RUN_ON = 1000;
const RUN_ON = /(?=OPLOG \d+\t)|(?=USER PIN=)|(?=FP PIN=)/;

function* rowTexts(text: string, options: AdmsParseOptions): Generator<string> {
  let held: string | null = null;
  for (const line of splitRows(text, options)) {
    if (held === null || startsOperlogRow(line)) {
      if (held !== null) yield held;
      held = line;
    } else {
      held += `\n${line}`;
    }
  }
  if (held !== null) yield held;
}

/**
 * Reads a body of table OPERLOG, which mixes operations, users and templates (also BIODATA, which has rows of the same kind).
 * Template and picture content is dropped while reading.
 * @throws ADMS_BODY_TOO_LARGE, ADMS_TOO_MANY_ROWS; a bad row is a problem beside the good ones
 */
export function parseOperlog(body: Uint8Array, options: AdmsParseOptions = {}): ParsedRows<OperlogRow> {
  const rows: OperlogRow[] = [];
  const problems: RowProblem[] = [];
  let row = 0;

  function take(raw: string, content: RowContent): void {
    rows.push({ ...content, row, raw: rawOf(raw, content) });
    if ((content.type === 'template' || content.type === 'photo') && isCut(content)) {
      const at = row;
      problems.push(problem(at, rawOf(raw, content), () => sizeMismatch(content, at)));
    }
  }

  for (const raw of rowTexts(bodyText(body, options), options)) {
    row++;
    const content = parseTagged(raw);
    if (typeof content !== 'string') {
      take(raw, content);
      continue;
    }
    const parts = raw.split(RUN_ON, MAX_RUN_ON + 1);
    if (parts.length === 1 || parts.length > MAX_RUN_ON) {
      problems.push(unreadable(TABLE, row, redactRow(raw), content));
      continue;
    }
    for (const [i, part] of parts.entries()) {
      if (i > 0) row++;
      const piece = parseTagged(part);
      if (typeof piece === 'string') problems.push(unreadable(TABLE, row, redactRow(part), piece));
      else take(part, piece);
    }
  }
  return { rows, problems };
}

/** What may be kept of a row: no template, no picture, no password. */
function rawOf(raw: string, content: RowContent): string {
  if (content.type === 'operation') return raw.slice(0, MAX_RAW_CHARS);
  return redactRow(raw);
}

function redactRow(raw: string): string {
  return raw
    .slice(0, MAX_RAW_CHARS)
    .replaceAll(/((?:TMP|Content)=)[\s\S]*/gi, '$1…')
    .replaceAll(/(Passw(?:or)?d=)[^\t]*/gi, '$1…');
}
