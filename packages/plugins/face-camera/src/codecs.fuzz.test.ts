import { readFileSync } from 'node:fs';
import { isHadirError } from '@hadir/sdk';
import { codecInputBytes, parseVectorFile } from '@hadir/sdk/codec';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codecs } from './codecs.js';
import { FACE_ERRORS } from './errors.js';
import { type HikEvent, readHikMessage } from './wire/hik-event.js';

const file: unknown = JSON.parse(readFileSync(new URL('../vectors/face-camera.json', import.meta.url), 'utf8'));
const samples = parseVectorFile(file).vectors.map(({ codec, input }) => ({ codec, bytes: codecInputBytes(input) }));

/** Whatever comes in, out comes JSON or an error of this plugin. */
function decodes(name: string, bytes: Uint8Array): void {
  try {
    const value = codecs[name]?.decode(bytes, {});
    expect(JSON.stringify(value)).toBeTypeOf('string');
  } catch (error) {
    if (!isHadirError(error)) throw error;
    expect(Object.hasOwn(FACE_ERRORS, error.code)).toBe(true);
  }
}

describe.each(Object.keys(codecs))('%s', (name) => {
  const own = samples.filter(({ codec }) => codec === name).map(({ bytes }) => bytes);

  it('bears any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => decodes(name, bytes)),
      { numRuns: 300 },
    );
  });

  it('bears captures that are cut or have bytes changed', () => {
    const change = fc.tuple(fc.nat(), fc.nat(255));
    fc.assert(
      fc.property(fc.constantFrom(...own), fc.nat(), fc.array(change, { maxLength: 6 }), (sample, end, changes) => {
        const bytes = sample.slice(0, 1 + (end % sample.length));
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        decodes(name, bytes);
      }),
      { numRuns: 500 },
    );
  });

  it('bears members of other kinds', () => {
    const json = fc.jsonValue({ maxDepth: 4 });
    const text =
      name === 'dahua-cgi'
        ? (value: unknown) => `Code=AccessControl;action=Pulse;data=${JSON.stringify(value)}`
        : JSON.stringify;
    const named = fc.dictionary(
      fc.constantFrom(
        'eventType',
        'AccessControllerEvent',
        'AcsEvent',
        'InfoList',
        'majorEventType',
        'subEventType',
        'employeeNoString',
        'dateTime',
        'UserID',
        'Method',
        'Status',
        'UTC',
        'challenges',
        'rfc7616',
        'statusCode',
        'currTemperature',
      ),
      json,
    );
    fc.assert(
      fc.property(fc.oneof(json, named), (value) => decodes(name, Buffer.from(text(value) ?? 'null'))),
      { numRuns: 500 },
    );
  });
});

describe('evidence', () => {
  it('of an event never holds a temperature, a picture, a name or a card number', () => {
    const secrets = {
      currTemperature: 36.6123,
      thermalPicUrl: 'http://x/secret-picture',
      cardNo: '99887766',
      name: 'nama rahasia',
      HealthInfo: { healthCode: 7 },
    };
    const event = { majorEventType: 5, subEventType: 75, employeeNoString: '1', serialNo: 3, ...secrets };
    const text = JSON.stringify({
      eventType: 'AccessControllerEvent',
      dateTime: '2026-09-20T07:28:41+07:00',
      AccessControllerEvent: event,
    });
    const { evidence } = readHikMessage(Buffer.from(text)) as HikEvent;
    expect(JSON.stringify(evidence)).not.toMatch(/36\.6|secret-picture|99887766|rahasia|healthCode/);
    expect(evidence).toMatchObject({ employeeNoString: '1', serialNo: 3, subEventType: 75 });
  });
});
