import type { CodecContext } from '@hadir/sdk/codec';
import { zkError } from '../errors.js';
import { parseSoapAttlog, parseSoapDate, parseSoapUsers, type SoapPunch } from '../soap/parse-answers.js';
import { requireComplete, type SoapProblem } from '../soap/parse-document.js';
import { MAX_SHOWN_PROBLEMS } from './adms.js';
import { codec, encodingOf, timeJson } from './json.js';

const problemsJson = (problems: readonly SoapProblem[]) =>
  problems.slice(0, MAX_SHOWN_PROBLEMS).map(({ row, error }) => ({ row, code: error.code, message: error.text('en') }));

const rowJson = (row: SoapPunch) => ({
  userId: row.deviceUserId,
  ...timeJson(row.time),
  verify: row.verify,
  punch: row.state,
  workcode: row.workCode,
});

const distinct = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];
const byNumber = (a: number, b: number): number => a - b;

/** A cut answer is shown only when the capture says that it was cut on purpose. */
function attlog(input: Uint8Array, context: CodecContext) {
  const parsed = parseSoapAttlog(input);
  const { rows, problems, complete } = context.truncated === true ? parsed : requireComplete(parsed);
  const [first] = rows;
  const last = rows.at(-1);
  return {
    records: rows.length,
    complete,
    ...(first === undefined || last === undefined ? {} : { first: rowJson(first), last: rowJson(last) }),
    userIds: distinct(rows.map((row) => row.deviceUserId)),
    verifyCodes: distinct(rows.flatMap((row) => (row.verify === null ? [] : [row.verify]))).toSorted(byNumber),
    problems: problemsJson(problems),
  };
}

function users(input: Uint8Array, context: CodecContext) {
  const { rows, problems } = parseSoapUsers(input, encodingOf(context));
  return {
    users: rows.length,
    rows: rows.map((user) => ({
      uid: user.slot,
      userId: user.deviceUserId,
      name: user.name,
      priv: user.privilege,
      group: user.group,
      card: user.hasCard,
    })),
    problems: problemsJson(problems),
  };
}

/** Requests that read. ClearData, SetUserInfo and the like change or destroy what is on the terminal. */
const READING_REQUESTS = new Set([
  'GetAttLog',
  'GetUserInfo',
  'GetAllUserInfo',
  'GetDate',
  'GetOption',
  'GetCombination',
]);
const REQUEST = /<((?:Get|Set|Delete|Clear|Refresh|Restart)\w*)[\s>]/;

function request(input: Uint8Array) {
  const body = Buffer.from(input.subarray(0, 64 * 1024)).toString('latin1');
  const name = REQUEST.exec(body)?.[1];
  if (name === undefined) throw zkError('SOAP_NOT_THIS_SERVICE', { expected: 'a request', sample: body.slice(0, 80) });
  if (!READING_REQUESTS.has(name)) throw zkError('SOAP_COMMAND_FORBIDDEN', { command: name });
  return { request: name, pin: /<PIN[^>]{0,64}>([^<]{0,64})<\/PIN>/.exec(body)?.[1] ?? null };
}

/** Codecs of the SOAP-like service. */
export const soapCodecs = [
  codec('soap-attlog', 'Answer to GetAttLog', attlog),
  codec('soap-users', 'Answer to GetUserInfo or GetAllUserInfo; passwords are not read', users),
  codec('soap-date', 'Answer to GetDate', (input) => timeJson(parseSoapDate(input))),
  codec('soap-request', 'A request; those that change the terminal are refused', request),
];
