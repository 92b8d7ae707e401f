import type { CodecContext } from '@hadir/sdk/codec';
import { parseAccessUsers, parseRtlog, parseRtstate } from '../adms/parse-access.js';
import { type AttlogRow, parseAttlog } from '../adms/parse-attlog.js';
import type { AdmsParseOptions, ParsedRows, RowProblem } from '../adms/parse-common.js';
import { parseDeviceCmd } from '../adms/parse-devicecmd.js';
import { parseHandshakeAnswer } from '../adms/parse-handshake.js';
import { type OperlogRow, parseOperlog } from '../adms/parse-operlog.js';
import { parseOptionList } from '../adms/parse-options.js';
import { pick } from '../adms/parse-pairs.js';
import { parsePollInfo, parseRequestLine } from '../adms/parse-request-line.js';
import { zkError } from '../errors.js';
import { codec, encodingOf, timeJson } from './json.js';

const text = (input: Uint8Array): string => Buffer.from(input).toString('latin1');
const options = (context: CodecContext): AdmsParseOptions => ({ encoding: encodingOf(context) });

/** The first ones say what is wrong; a body of garbage would give one a row. */
export const MAX_SHOWN_PROBLEMS = 100;

export const problemsJson = (problems: readonly RowProblem[]) =>
  problems.slice(0, MAX_SHOWN_PROBLEMS).map(({ row, error }) => ({ row, code: error.code, message: error.text('en') }));

/** A body in which not one row is good is refused with what is wrong with the first. */
export function requireRows<Row>(parsed: ParsedRows<Row>): ParsedRows<Row> {
  const [first] = parsed.problems;
  if (parsed.rows.length === 0 && first !== undefined) throw first.error;
  return parsed;
}

/** A cut upload is shown only when the capture says that it was cut on purpose. */
function requireWhole<Row>(parsed: ParsedRows<Row>, context: CodecContext): ParsedRows<Row> {
  const cut = parsed.problems.find(({ error }) => error.code === 'ADMS_SIZE_MISMATCH');
  if (cut !== undefined && context.truncated !== true) throw cut.error;
  return requireRows(parsed);
}

function numeric(value: string): string | number {
  return /^(0|[1-9]\d{0,8})$/.test(value) ? Number(value) : value;
}

export function attlogRowJson(row: AttlogRow) {
  return {
    userId: row.deviceUserId,
    ...timeJson(row.time),
    punch: row.state,
    verify: row.verify,
    workcode: row.workCode,
    ...(row.maskFlag === null ? {} : { mask: row.maskFlag }),
    ...(row.temperature === null ? {} : { temperature: row.temperature }),
    ...(row.utcOffsetSeconds === null ? {} : { utcOffsetSeconds: row.utcOffsetSeconds }),
    ...(row.identityCheck ? { identityCheck: true } : {}),
  };
}

const SEPARATORS = {
  tab: 'TAB',
  space: 'space (document print-out; devices use TAB)',
  tagged: 'tags',
} as const;

function attlog(input: Uint8Array, context: CodecContext) {
  const { rows, problems } = requireRows(parseAttlog(input, options(context)));
  const [first] = rows;
  const last = rows.at(-1);
  return {
    rows: rows.length,
    eol: text(input).includes('\r\n') ? 'CRLF' : 'LF',
    ...(first === undefined || last === undefined
      ? {}
      : {
          columns: first.columns.length,
          lastColumnEmpty: first.columns.at(-1) === '',
          separator: SEPARATORS[first.separator],
          first: attlogRowJson(first),
          last: attlogRowJson(last),
        }),
    problems: problemsJson(problems),
  };
}

export function operlogRowJson(row: OperlogRow) {
  switch (row.type) {
    case 'operation':
      return {
        op: row.operation,
        operator: row.operator,
        ...timeJson(row.time),
        ...Object.fromEntries(row.values.map((value, i) => [`obj${i + 1}`, numeric(value)])),
      };
    case 'user':
      return {
        userId: row.deviceUserId,
        name: row.name,
        priv: row.privilege,
        password: pick(row.fields, 'Passwd') ?? null,
        group: row.group,
        tz: pick(row.fields, 'TZ') ?? null,
        verify: numeric(pick(row.fields, 'Verify') ?? ''),
        card: row.hasCard,
      };
    case 'template':
    case 'photo':
      return {
        userId: row.deviceUserId,
        tag: row.tag,
        finger: row.index,
        type: row.bioType,
        valid: row.valid,
        size: row.sizeStated,
        sizeFound: row.sizeFound,
        fileName: row.fileName,
      };
    default:
      return { tag: row.tag };
  }
}

function operlog(input: Uint8Array, context: CodecContext) {
  const { rows, problems } = requireWhole(parseOperlog(input, options(context)), context);
  const [first] = rows;
  return {
    ...(first === undefined ? {} : operlogRowJson(first)),
    rows: rows.length,
    ops: rows.flatMap((row) => (row.type === 'operation' ? [row.operation] : [])),
    problems: problemsJson(problems),
  };
}

/** One row of a kind, alone. */
function oneOf(input: Uint8Array, context: CodecContext, ...types: readonly OperlogRow['type'][]) {
  const { rows } = requireWhole(parseOperlog(input, options(context)), context);
  const row = rows.find(({ type }) => types.includes(type));
  if (row === undefined) throw zkError('ADMS_ROW_UNREADABLE', { table: 'OPERLOG', row: 1, reason: 'no such row' });
  return operlogRowJson(row);
}

/** Counts, versions and switches are numbers; names and addresses stay text. */
const NUMERIC_OPTION = /(Count|Version|FunOn|Fun)$/;

export function optionsJson(input: Uint8Array, context: CodecContext) {
  const pairs = Object.entries(parseOptionList(input, encodingOf(context)));
  if (pairs.length === 0) throw zkError('ADMS_ROW_UNREADABLE', { table: 'options', row: 1, reason: 'no key=value' });
  return pairs;
}

function optionList(input: Uint8Array, context: CodecContext) {
  return Object.fromEntries(
    optionsJson(input, context).map(([key, value]) => [key, NUMERIC_OPTION.test(key) ? numeric(value) : value]),
  );
}

/** Options of the handshake that are plain numbers; stamps and zones are text because of what stands in them. */
const NUMERIC_HANDSHAKE = new Set([
  'ErrorDelay',
  'Delay',
  'TransInterval',
  'Realtime',
  'PushOptionsFlag',
  'SupportPing',
]);

export function handshake(input: Uint8Array) {
  const body = text(input);
  if (!body.startsWith('GET OPTION FROM:')) {
    return { ...parseRequestLine(body.split(/\r?\n/)[0] ?? '').query };
  }
  const answer = parseHandshakeAnswer(body);
  const entries = Object.entries(answer.options).map(([key, value]) => [
    key,
    value !== null && NUMERIC_HANDSHAKE.has(key) ? numeric(value) : value,
  ]);
  return { serialNumber: answer.serialNumber, ...Object.fromEntries(entries) };
}

export function pollJson(line: string) {
  const request = parseRequestLine(line);
  const info = request.query.INFO === undefined ? null : parsePollInfo(request.query.INFO);
  return {
    SN: request.query.SN ?? null,
    ...(info === null
      ? {}
      : {
          fw: info.firmware,
          users: info.users,
          fps: info.fingerprints,
          attlogs: info.records,
          ip: info.ip,
          fpVersion: info.fingerprintVersion,
          faceVersion: info.faceVersion,
          facesNeeded: info.facesNeeded,
          faces: info.faces,
          functions: info.functions,
        }),
  };
}

export function resultsJson(input: Uint8Array) {
  const { rows, problems } = requireRows(parseDeviceCmd(input));
  return {
    results: rows.map(({ id, code, command, fields }) => ({ id, return: code, cmd: command, ...fields })),
    problems: problemsJson(problems),
  };
}

function rtlog(input: Uint8Array, context: CodecContext) {
  const { rows, problems } = requireRows(parseRtlog(input, options(context)));
  const [first] = rows;
  return {
    rows: rows.length,
    punches: rows.filter((row) => row.isPunch).length,
    ...(first === undefined
      ? {}
      : {
          userId: first.deviceUserId,
          ...timeJson(first.time),
          event: first.event,
          inout: first.inOut,
          verify: first.verify,
          index: first.index,
          mask: numeric(pick(first.fields, 'maskflag') ?? ''),
          temperature: pick(first.fields, 'temperature') ?? null,
          isPunch: first.isPunch,
        }),
    problems: problemsJson(problems),
  };
}

function rtstate(input: Uint8Array, context: CodecContext) {
  const { rows, problems } = requireRows(parseRtstate(input, options(context)));
  const [first] = rows;
  return {
    ...first?.fields,
    rows: rows.length,
    ...(first?.time ? timeJson(first.time) : {}),
    problems: problemsJson(problems),
  };
}

function accessUsers(input: Uint8Array, context: CodecContext) {
  const { rows, problems } = requireRows(parseAccessUsers(input, options(context)));
  const [first] = rows;
  return {
    ...(first === undefined
      ? {}
      : {
          uid: first.uid,
          userId: first.deviceUserId,
          name: first.name,
          group: first.group,
          priv: first.privilege,
          card: first.hasCard,
        }),
    rows: rows.length,
    // What the terminal wants to hear.
    reply: `user=${rows.length + problems.length}`,
    problems: problemsJson(problems),
  };
}

/** Codecs of push bodies and request lines, one kind each. */
export const admsCodecs = [
  codec('attlog', 'Body of table ATTLOG', attlog),
  codec('operlog', 'Body of table OPERLOG: operations, users, templates', operlog),
  codec('operlog-user', 'USER row of OPERLOG', (input, context) => oneOf(input, context, 'user')),
  codec('operlog-fp', 'Template or photo row of OPERLOG; its content is not shown', (input, context) =>
    oneOf(input, context, 'template', 'photo'),
  ),
  codec('options', 'Body of table options', optionList),
  codec('handshake', 'Request line of the handshake, or the answer to it', handshake),
  codec('getrequest', 'Request line of a poll with INFO', (input) => pollJson(text(input).split(/\r?\n/)[0] ?? '')),
  codec('devicecmd', 'Results of commands', resultsJson),
  codec('rtlog', 'Security PUSH: events', rtlog),
  codec('rtstate', 'Security PUSH: door states', rtstate),
  codec('tabledata-user', 'Security PUSH: users', accessUsers),
  codec('registry', 'Security PUSH: registration, or the answer to it', (input, context) =>
    Object.fromEntries(optionsJson(input, context)),
  ),
];
