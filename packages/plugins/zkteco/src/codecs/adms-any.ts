import { BUILTIN_CODE_TABLES, methodsOf } from '@hadir/sdk';
import type { CodecContext } from '@hadir/sdk/codec';
import { parseAttlog } from '../adms/parse-attlog.js';
import { parseAttPhoto } from '../adms/parse-attphoto.js';
import { parseCommandLines } from '../adms/parse-command.js';
import { parseOperlog, startsOperlogRow } from '../adms/parse-operlog.js';
import { parseRequestLine } from '../adms/parse-request-line.js';
import { zkError } from '../errors.js';
import {
  admsCodecs,
  attlogRowJson,
  handshake,
  operlogRowJson,
  optionsJson,
  pollJson,
  problemsJson,
  requireRows,
  resultsJson,
} from './adms.js';
import { codec, encodingOf, timeJson } from './json.js';

const HEAD_CHARS = 4096;
const MAX_SHOWN_ROWS = 1000;

function request(head: string) {
  const line = head.split(/\r?\n/)[0] ?? '';
  const { method, endpoint, query } = parseRequestLine(line);
  const info = endpoint === 'getrequest' ? pollJson(line) : {};
  return { kind: 'request', method, endpoint, ...query, ...info, sn: query.SN ?? query.sn ?? null };
}

function commands(text: string) {
  const found = parseCommandLines(text);
  if (found.length === 0) throw zkError('ADMS_COMMAND_INVALID', { reason: 'no C:<id>:<command> line' });
  return { kind: 'commands', commands: found };
}

function results(input: Uint8Array) {
  const json = resultsJson(input);
  return { kind: 'results', ...json, ...Object.fromEntries(json.results.map((r) => [r.id, r.return])) };
}

function photo(input: Uint8Array) {
  const head = parseAttPhoto(input);
  return {
    kind: 'attphoto',
    pin: head.deviceUserId,
    sn: head.serialNumber,
    ...(head.time === null ? {} : timeJson(head.time)),
    size: head.sizeStated,
    jpegBytes: head.photoBytes,
  };
}

function operlog(input: Uint8Array, context: CodecContext) {
  const { rows, problems } = requireRows(parseOperlog(input, { encoding: encodingOf(context) }));
  const shown = rows.slice(0, MAX_SHOWN_ROWS).map((row) => operlogRowJson(row));
  const [first] = rows;
  const pin = first !== undefined && 'deviceUserId' in first ? { pin: first.deviceUserId } : {};
  const single = rows.length === 1 ? { ...shown[0], ...pin } : {};
  return { ...single, kind: 'operlog', lines: rows.length, rows: shown, problems: problemsJson(problems) };
}

function attlog(input: Uint8Array, context: CodecContext) {
  const { rows, problems } = requireRows(parseAttlog(input, { encoding: encodingOf(context) }));
  const methodOf = (code: number | null) =>
    methodsOf(BUILTIN_CODE_TABLES, code === null ? undefined : { table: 'zkteco.verify', code })[0];
  return {
    kind: 'attlog',
    records: rows.length,
    rows: rows.slice(0, MAX_SHOWN_ROWS).map((row) => attlogRowJson(row)),
    methods: rows.slice(0, MAX_SHOWN_ROWS).map((row) => methodOf(row.verify)),
    // Rows that cannot be read are kept and counted too, or the terminal sends them for ever.
    reply: `OK:${rows.length + problems.length}`,
    problems: problemsJson(problems),
  };
}

const delegate = (name: string, kind: string, input: Uint8Array, context: CodecContext) => ({
  kind,
  ...(admsCodecs.find((c) => c.name === name)?.decode(input, context) as object),
});

/** Tells from its beginning what a push capture is, and decodes it. The words are those of the wire: sn, pin. */
function decode(input: Uint8Array, context: CodecContext): unknown {
  const head = Buffer.from(input.subarray(0, HEAD_CHARS)).toString('latin1');
  if (/^(GET|POST) \//.test(head)) return request(head);
  if (head.startsWith('GET OPTION FROM:')) return { kind: 'handshake-answer', ...handshake(input) };
  if (/^C:[\w-]+:/.test(head)) return commands(Buffer.from(input).toString('utf8'));
  if (/^ID=/i.test(head)) return results(input);
  if (/^PIN=[^\t\n]*\r?\nSN=/i.test(head)) return photo(input);
  if (startsOperlogRow(head)) return operlog(input, context);
  if (/^time=/.test(head)) {
    return /\tpin=/.test(head)
      ? delegate('rtlog', 'rtlog', input, context)
      : delegate('rtstate', 'rtstate', input, context);
  }
  if (/^user[ \t]uid=/.test(head)) return delegate('tabledata-user', 'tabledata-user', input, context);
  if (/^(~?\w+=[^\t]*,|RegistryCode=)/.test(head)) {
    return { kind: 'options', ...Object.fromEntries(optionsJson(input, context)) };
  }
  return attlog(input, context);
}

export const anyAdmsCodec = codec('adms', 'Any push request, body or answer; finds out which', decode);
