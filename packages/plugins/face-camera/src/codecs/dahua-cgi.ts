import type { Codec } from '@hadir/sdk/codec';
import { type DahuaAccess, type DahuaMessage, readDahuaEvent } from '../wire/dahua-event.js';
import { dahuaMeaning, dahuaMethods } from '../wire/dahua-meaning.js';
import { readDahuaPairs, readDahuaRecords } from '../wire/dahua-records.js';
import type { JsonObject } from '../wire/json.js';
import { partsOf } from './multipart-body.js';

function accessJson(record: DahuaAccess): JsonObject {
  return {
    meaning: dahuaMeaning(record),
    employee: record.userId,
    method: dahuaMethods(record).join('+'),
    utc: record.utc,
    recNo: record.recNo,
    direction: record.direction,
    mask: record.mask,
  };
}

function eventsJson(messages: readonly DahuaMessage[]): JsonObject {
  const records = messages.filter((message) => message.kind === 'access');
  const punches = records.filter((record) => dahuaMeaning(record) === 'punch');
  const [first] = punches.length > 0 ? punches : records;
  return {
    punches: punches.length,
    heartbeat: messages.some(({ kind }) => kind === 'heartbeat'),
    codes: messages.flatMap((message) => (message.kind === 'access' ? ['AccessControl'] : [message.code])),
    ...(first === undefined ? {} : accessJson(first)),
  };
}

export const dahuaCgi: Codec = {
  name: 'dahua-cgi',
  description: 'Dahua HTTP API: event stream or one event, answers of recordFinder, key=value answers',
  decode(input) {
    const parts = partsOf(input);
    if (parts !== null) {
      return eventsJson(parts.flatMap(({ body }) => (body === null ? [] : [readDahuaEvent(body)])));
    }
    const text = Buffer.from(input.subarray(0, 256)).toString('latin1').trimStart();
    if (text.startsWith('found=')) {
      const { found, records, isWhole } = readDahuaRecords(input);
      const [first] = records;
      return { records: records.length, found, isWhole, ...(first === undefined ? {} : { first: accessJson(first) }) };
    }
    if (/^[A-Za-z][\w.[\]]*=/.test(text) && !text.startsWith('Code=')) return readDahuaPairs(input);
    return eventsJson([readDahuaEvent(input)]);
  },
};
