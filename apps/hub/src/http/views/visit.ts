import { type Language, TEMPERATURE_MODES, TEMPERATURE_UNITS } from '@hadir/core';
import Type, { type Static } from 'typebox';
import {
  ADVICE_WORDS,
  type CandidateRecord,
  type DecisionRecord,
  type MeasurementRecord,
  NOTE_WORDS,
  STATE_WORDS,
  type VisitRecord,
  type WhoRecord,
} from '../../visits/index.js';
import { Named, nullable, Time, Uuid } from './common.js';

const Worded = Type.Object({ code: Type.String(), text: Type.String() });
const Advice = Type.Object(
  { code: Type.Enum(['none', 'measure-again', 'officer']), text: Type.String() },
  { description: 'What to do next. Never a diagnosis; attendance does not change by it.' },
);
const DeviceUser = Type.Object({ deviceId: Uuid, deviceUserId: Type.String() });
const Who = {
  person: nullable(Named),
  deviceUser: nullable(Type.Object(DeviceUser.properties, { description: 'A number that belongs to nobody yet.' })),
} as const;
const Kinds = Type.Array(Type.Enum(['punch', 'face', 'proximity']));
const METHODS = ['same-event', 'id-first', 'window', 'operator'] as const;
const STATES = ['waiting', 'pending', 'bound', 'unmatched', 'dismissed'] as const;
export const OutcomeState = Type.Enum([...STATES]);

const CandidateView = Type.Object({ visitId: Uuid, ...Who, from: Time, to: Time, kinds: Kinds });
const OutcomeView = Type.Object({
  state: OutcomeState,
  text: Type.String(),
  reason: nullable(Type.Enum(['nobody', 'several', 'unsure', 'device-away'])),
  method: nullable(Type.Enum([...METHODS])),
  ...Who,
  visitId: nullable(Uuid),
  decidedBy: nullable(Type.String()),
  candidates: Type.Array(CandidateView, { description: 'Visits that it could belong to.' }),
});

export const MeasurementView = Type.Object(
  {
    id: Uuid,
    deviceId: Uuid,
    deviceName: Type.String(),
    station: nullable(Named),
    eventId: nullable(Uuid),
    measuredAt: Time,
    value: Type.Number({ description: 'As the device said it, in `unit`.' }),
    unit: Type.Enum(TEMPERATURE_UNITS),
    rawCelsius: Type.Number({ description: '`value` in °C; not corrected.' }),
    mode: Type.Enum(TEMPERATURE_MODES),
    site: nullable(Type.String()),
    ambientCelsius: nullable(Type.Number()),
    offsetCelsius: Type.Number({ description: 'Correction of this device; not in `value`.' }),
    calibrationExpiresOn: nullable(Type.String()),
    screeningGrade: Type.Boolean(),
    stable: Type.Boolean(),
    enteredBy: nullable(Type.String({ description: 'The officer who typed it.' })),
    assessment: Type.Object({
      celsius: Type.Number({ description: 'Corrected.' }),
      usable: Type.Boolean({ description: 'Whether it may be compared with a limit.' }),
      notes: Type.Array(Worded),
      advice: Advice,
    }),
    outcome: nullable(OutcomeView),
  },
  { description: 'Health data.' },
);

export const DecisionView = Type.Object({
  id: Type.Integer(),
  nobody: Type.Boolean(),
  ...Who,
  eventId: nullable(Uuid),
  decidedBy: Type.String(),
  decidedAt: Time,
});

const VisitTemperatureView = Type.Object(
  {
    reading: MeasurementView,
    method: Type.Enum([...METHODS]),
    readingIds: Type.Array(Uuid),
    advice: Advice,
  },
  { description: 'The last stable measurement of the visit, and what those of the day come to.' },
);

export const VisitView = Type.Object(
  {
    id: Uuid,
    station: Named,
    ...Who,
    from: Time,
    to: Time,
    kinds: Kinds,
    events: Type.Array(
      Type.Object({
        id: Uuid,
        device: Named,
        occurredAt: Time,
        methods: Type.Array(Type.String()),
        verdict: Type.String(),
      }),
    ),
    temperature: Type.Union([VisitTemperatureView, Type.Null()], {
      description: 'Always null without `health:read`.',
    }),
  },
  { description: 'One person’s coming to a station, as all its devices saw it.' },
);

function whoView({ who, personId, personName }: WhoRecord) {
  if (personId !== null) return { person: { id: personId, name: personName ?? '' }, deviceUser: null };
  const [, deviceId = '', ...rest] = who.split(':');
  return { person: null, deviceUser: { deviceId, deviceUserId: rest.join(':') } };
}

const NOBODY = { person: null, deviceUser: null } as const;

export function measurementView(
  record: MeasurementRecord,
  candidates: ReadonlyMap<string, CandidateRecord>,
  language: Language,
): Static<typeof MeasurementView> {
  const { measurement: one, assessment } = record;
  return {
    id: one.id,
    deviceId: one.deviceId,
    deviceName: record.deviceName,
    station: record.stationId === null ? null : { id: record.stationId, name: record.stationName ?? '' },
    eventId: one.eventId,
    measuredAt: new Date(one.measuredAt).toISOString(),
    value: one.value,
    unit: one.unit,
    rawCelsius: one.rawCelsius,
    mode: one.mode,
    site: one.site,
    ambientCelsius: one.ambientCelsius,
    offsetCelsius: one.compensation.offsetCelsius,
    calibrationExpiresOn: one.calibrationExpiresOn,
    screeningGrade: one.screeningGrade,
    stable: one.stable,
    enteredBy: record.enteredBy,
    assessment: {
      celsius: assessment.celsius,
      usable: assessment.usable,
      notes: assessment.notes.map((code) => ({ code, text: NOTE_WORDS[code][language] })),
      advice: { code: assessment.advice, text: ADVICE_WORDS[assessment.advice][language] },
    },
    outcome: outcomeView(record, candidates, language),
  };
}

function outcomeView(
  { outcome }: MeasurementRecord,
  candidates: ReadonlyMap<string, CandidateRecord>,
  language: Language,
): Static<typeof OutcomeView> | null {
  if (outcome === null) return null;
  const { state, reason, method, whose, visitId, decidedBy } = outcome;
  return {
    state,
    text: STATE_WORDS[state][language],
    reason,
    method,
    ...(whose === null ? NOBODY : whoView(whose)),
    visitId,
    decidedBy,
    candidates: outcome.candidates.flatMap((id) => {
      const found = candidates.get(id);
      return found === undefined ? [] : [candidateView(found)];
    }),
  };
}

function candidateView(one: CandidateRecord): Static<typeof CandidateView> {
  const { visitId, from, to, kinds } = one;
  return {
    visitId,
    ...whoView(one),
    from: from.toISOString(),
    to: to.toISOString(),
    kinds: [...kinds] as Static<typeof Kinds>,
  };
}

export function decisionView(one: DecisionRecord): Static<typeof DecisionView> {
  const { id, who, personId, personName, eventId, decidedBy, decidedAt } = one;
  return {
    id,
    nobody: who === null,
    ...(who === null ? NOBODY : whoView({ who, personId, personName })),
    eventId,
    decidedBy,
    decidedAt: decidedAt.toISOString(),
  };
}

export function visitView(record: VisitRecord, language: Language): Static<typeof VisitView> {
  const { temperature } = record;
  return {
    id: record.id,
    station: { id: record.stationId, name: record.stationName },
    ...whoView(record),
    from: record.from.toISOString(),
    to: record.to.toISOString(),
    kinds: [...record.kinds] as Static<typeof Kinds>,
    events: record.events.map(({ id, deviceId, deviceName, occurredAt, methods, verdict }) => ({
      id,
      device: { id: deviceId, name: deviceName },
      occurredAt: new Date(occurredAt).toISOString(),
      methods: [...methods],
      verdict,
    })),
    temperature:
      temperature === null
        ? null
        : {
            reading: measurementView(temperature.reading, new Map(), language),
            method: temperature.method,
            readingIds: [...temperature.readingIds],
            advice: { code: temperature.advice, text: ADVICE_WORDS[temperature.advice][language] },
          },
  };
}
