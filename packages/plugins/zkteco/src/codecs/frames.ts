import type { CodecContext } from '@hadir/sdk/codec';
import { zkError } from '../errors.js';
import { decodeTimezone, decodeUnlockCombination, decodeVerifyStyle } from '../wire/access-setting.js';
import { BULK_REQUEST_BYTES, decodeBulkRequest, decodeBulkSize, decodePrepareData } from '../wire/bulk.js';
import { hex } from '../wire/bytes.js';
import { recoverCommKey } from '../wire/comm-key.js';
import { COMMAND, commandName, REPLY } from '../wire/commands.js';
import { decodeFreeSizes } from '../wire/free-sizes.js';
import { decodeOption, decodeOptionName } from '../wire/option.js';
import { decodePackedTime } from '../wire/packed-time.js';
import { type CapturedFrame, frameJson, readFrame } from './frame-input.js';
import { codec, timeJson } from './json.js';

/** CMD_USER_VERIFY write: the verify style of one user (adrobinoga/zk-protocol, data-user.md). */
const VERIFY_WRQ = 79;

/** A frame that means nothing beyond its header. */
const plain = (name: string, description: string, ...commands: readonly number[]) =>
  codec(name, description, (input, context) => {
    const captured = readFrame(input, context, ...commands);
    const { data } = captured.frame;
    return { ...frameJson(captured), ...(data.length > 0 ? { data: hex(data) } : {}) };
  });

/** @throws ZK_UNSUPPORTED_COMMAND when the terminal lacks the option */
function optionReply(captured: CapturedFrame) {
  const option = decodeOption(captured.frame.data);
  if (option === null) throw zkError('ZK_UNSUPPORTED_COMMAND', { command: 'OPTIONS_RRQ (11)' });
  return { ...frameJson(captured), ...option };
}

function bulkRequest(input: Uint8Array, context: CodecContext) {
  // The eleven bytes may be given alone.
  const alone = input.length === BULK_REQUEST_BYTES && input[0] === 1;
  const captured = alone ? null : readFrame(input, context, COMMAND.DATA_WRRQ);
  const request = decodeBulkRequest(captured === null ? input : captured.frame.data);
  const byTime = request.table === COMMAND.ATTLOG_BY_TIME;
  return {
    ...(captured === null ? {} : frameJson(captured)),
    ...request,
    ...(byTime ? { from: decodePackedTime(request.fct).text, to: decodePackedTime(request.ext).text } : {}),
  };
}

function accessSetting(input: Uint8Array, context: CodecContext) {
  const captured = readFrame(input, context, REPLY.OK, VERIFY_WRQ);
  const { command, data } = captured.frame;
  if (command === VERIFY_WRQ) return { ...frameJson(captured), ...decodeVerifyStyle(data) };
  if (data.length < 30) return { ...frameJson(captured), ...decodeUnlockCombination(data) };
  const timezone = decodeTimezone(data);
  return { ...frameJson(captured), ...timezone, sunday: timezone.days[0] };
}

function auth(input: Uint8Array, context: CodecContext) {
  const captured = readFrame(input, context, COMMAND.AUTH);
  const { data, session } = captured.frame;
  if (data.length < 4) throw zkError('ZK_DATA_TOO_SHORT', { what: 'AUTH', received: data.length, expected: 4 });
  return {
    ...frameJson(captured),
    scrambled: hex(data.subarray(0, 4)),
    tick: data[2],
    // The scramble is no secret: whoever sees this frame knows the key.
    commKey: recoverCommKey(data, session),
  };
}

const REFUSALS = [
  REPLY.ERROR,
  REPLY.DATA,
  REPLY.RETRY,
  REPLY.REPEAT,
  REPLY.UNAUTH,
  REPLY.AUTH_LOCKED,
  REPLY.ENCRYPTION_REQUIRED,
  REPLY.ERROR_DATA,
  REPLY.ERROR_INIT,
  REPLY.ERROR_CMD,
  REPLY.UNKNOWN,
] as const;

/** Codecs of single frames. */
export const frameCodecs = [
  plain('connect', 'CMD_CONNECT (1000)', COMMAND.CONNECT),
  codec('connect-ack', 'Answer to CMD_CONNECT: the session id', (input, context) => {
    const captured = readFrame(input, context, REPLY.OK, REPLY.UNAUTH, REPLY.AUTH_LOCKED, REPLY.ENCRYPTION_REQUIRED);
    const { command } = captured.frame;
    if (command === REPLY.ENCRYPTION_REQUIRED) throw zkError('ZK_ENCRYPTED_FIRMWARE');
    if (command === REPLY.AUTH_LOCKED) throw zkError('ZK_KEY_LOCKED');
    if (command === REPLY.UNAUTH) throw zkError('ZK_KEY_NEEDED');
    return frameJson(captured);
  }),
  plain('ack', 'ACK_OK (2000); stray data is shown', REPLY.OK),
  plain('exit', 'CMD_EXIT (1001)', COMMAND.EXIT),
  plain('unauth', 'ACK_UNAUTH (2005): a comm key is wanted', REPLY.UNAUTH),
  codec('auth', 'CMD_AUTH (1102): the scrambled comm key', auth),
  codec('option-read', 'CMD_OPTIONS_RRQ (11): name of an option', (input, context) => {
    const captured = readFrame(input, context, COMMAND.OPTIONS_RRQ);
    return { ...frameJson(captured), option: decodeOptionName(captured.frame.data) };
  }),
  codec('option-read-reply', 'Answer to CMD_OPTIONS_RRQ: name and value', (input, context) =>
    optionReply(readFrame(input, context, REPLY.OK)),
  ),
  codec('option-write', 'CMD_OPTIONS_WRQ (12): name and value', (input, context) =>
    optionReply(readFrame(input, context, COMMAND.OPTIONS_WRQ)),
  ),
  plain('checksum', 'Any frame: verifies its checksum'),
  codec('free-sizes', 'CMD_GET_FREE_SIZES (50) and its answer of 4, 80, 92 or 112 bytes', (input, context) => {
    const captured = readFrame(input, context, COMMAND.GET_FREE_SIZES, REPLY.OK);
    const json = frameJson(captured);
    if (captured.frame.command !== REPLY.OK) return json;
    // Of a cut capture only whole 32-bit fields are of use.
    return { ...decodeFreeSizes(captured.frame.data), ...json, dataBytesPresent: json.dataBytes & ~3 };
  }),
  codec('bulk-request', 'CMD_DATA_WRRQ (1503), or its 11 bytes of data', bulkRequest),
  codec('bulk-size', 'Answer to 1503: size of the table', (input, context) => {
    const captured = readFrame(input, context, REPLY.OK);
    return { ...frameJson(captured), ...decodeBulkSize(captured.frame.data) };
  }),
  codec('prepare-data', 'CMD_PREPARE_DATA (1500): bytes that follow', (input, context) => {
    const captured = readFrame(input, context, COMMAND.PREPARE_DATA);
    return { ...frameJson(captured), ...decodePrepareData(captured.frame.data) };
  }),
  plain('free-data', 'CMD_FREE_DATA (1502)', COMMAND.FREE_DATA),
  codec('data', 'CMD_DATA (1501): one packet of a transfer', (input, context) => {
    const captured = readFrame(input, context, COMMAND.DATA);
    return { ...frameJson(captured), sequence: captured.frame.session, data: hex(captured.frame.data) };
  }),
  codec('bulk-ack', 'ACK_OK that ends a transfer; its session field is no session id', (input, context) => {
    const captured = readFrame(input, context, REPLY.OK);
    return { ...frameJson(captured), sequenceField: captured.frame.session };
  }),
  codec('state', 'Answer to CMD_STATE_RRQ (64): the state is in the session field', (input, context) => {
    const captured = readFrame(input, context, REPLY.OK);
    return { ...frameJson(captured), state: captured.frame.session };
  }),
  codec('access-setting', 'Time zone, unlock combination, or verify style of a user', accessSetting),
  codec('error', 'A reply that refuses', (input, context) => {
    const captured = readFrame(input, context, ...REFUSALS);
    return { ...frameJson(captured), meaning: commandName(captured.frame.command) };
  }),
  codec('get-time', 'Answer to CMD_GET_TIME (201)', (input, context) => {
    const captured = readFrame(input, context, REPLY.OK);
    return { ...frameJson(captured), ...packedTime(captured.frame.data) };
  }),
  codec('time-u32', 'Packed time of four bytes', packedTime),
];

function packedTime(data: Uint8Array) {
  if (data.length !== 4) throw zkError('ZK_DATA_TOO_SHORT', { what: 'time', received: data.length, expected: 4 });
  return timeJson(decodePackedTime(new DataView(data.buffer, data.byteOffset, 4).getUint32(0, true)));
}
