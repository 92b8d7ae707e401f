import { FACE_ADVICE, type FaceAdvice, FaceCalibration } from '@hadir/sdk';
import Type, { type Static } from 'typebox';
import {
  ADVICE_WORDS,
  type CalibrationReport,
  DELIVERY_STATES,
  type DeliveryRecord,
  ENROLMENT_STATES,
  type EnrolledPerson,
  type EnrolmentRecord,
  type ErasureRecord,
  FACE_BASES,
  type PictureOutcome,
  VIEWS,
} from '../../faces/index.js';
import { iso, Named, nullable, Time, Uuid } from '../views/common.js';

const closed = { additionalProperties: false } as const;
/** Bilingual, because the person before the camera need not speak the language of the program that shows it. */
const Texts = Type.Object({ id: Type.String(), en: Type.String() });
const Reason = Type.String({ minLength: 3, maxLength: 500, pattern: '\\S' });
/** A picture of at most 4 MiB. */
export const Picture = Type.String({
  minLength: 16,
  maxLength: 5_600_000,
  pattern: '^[A-Za-z0-9+/]*={0,2}$',
  description: 'JPEG or PNG, base64.',
});

export const EnrolmentInput = Type.Object(
  {
    personId: Uuid,
    basis: Type.Enum([...FACE_BASES], { description: 'On what the site may process the face (UU 27/2022).' }),
    basisReference: Type.String({
      minLength: 3,
      maxLength: 300,
      pattern: '\\S',
      description: 'Number and date of the decree, or where the signed form lies.',
    }),
  },
  closed,
);
export const PictureInput = Type.Object(
  {
    picture: Type.Optional(Picture),
    deviceId: Type.Optional(Type.String({ format: 'uuid', description: 'A camera that takes the picture now.' })),
  },
  { ...closed, description: 'One of the two.' },
);
export const FinishInput = Type.Object(
  {
    confirm: Type.Optional(
      Type.Object(
        { personIds: Type.Array(Uuid, { minItems: 1, maxItems: 20 }), reason: Reason },
        { ...closed, description: 'The officer saw that these look alike and are somebody else. Recorded.' },
      ),
    ),
    fewer: Type.Optional(
      Type.Object(
        { reason: Reason },
        { ...closed, description: 'Fewer pictures have to do, such as the one of the personnel file. Recorded.' },
      ),
    ),
  },
  closed,
);
export const TerminalsInput = Type.Object(
  { deviceIds: Type.Array(Uuid, { minItems: 1, maxItems: 200 }), picture: Type.Optional(Picture) },
  closed,
);
export const EraseInput = Type.Object({ reason: Reason }, closed);
export const AttestInput = Type.Object({ deviceId: Uuid, reason: Reason }, closed);
export const CalibrateInput = Type.Object(
  { gallery: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'A unit; all when left out.' })) },
  closed,
);

export const EnrolmentView = Type.Object(
  {
    id: Uuid,
    person: Named,
    status: Type.Enum([...ENROLMENT_STATES]),
    basis: Type.Enum([...FACE_BASES]),
    basisReference: Type.String(),
    openedAt: Time,
    openedBy: Type.String(),
    expiresAt: Time,
    tries: Type.Integer(),
    views: Type.Array(
      Type.Object({
        number: Type.Integer(),
        source: Type.Enum(['upload', 'camera']),
        deviceId: nullable(Uuid),
        widthPx: Type.Number({ description: 'Width of the face.' }),
        takenAt: Time,
      }),
    ),
    viewsNeeded: Type.Integer({ description: 'Good pictures that are still missing.' }),
    lookalikes: Type.Array(Type.Object({ personId: Uuid, reason: Type.String(), by: Type.String() })),
    closedAt: nullable(Time),
    closedBy: nullable(Type.String()),
  },
  { description: 'Who was enrolled, when, by whom and on what basis. Never a template or a picture.' },
);

export const enrolmentView = (one: EnrolmentRecord): Static<typeof EnrolmentView> => ({
  id: one.id,
  person: { id: one.personId, name: one.personName },
  status: one.status,
  basis: one.basis,
  basisReference: one.basisReference,
  openedAt: one.openedAt.toISOString(),
  openedBy: one.openedBy,
  expiresAt: one.expiresAt.toISOString(),
  tries: one.tries,
  views: one.views.map(({ number, source, deviceId, widthPx, takenAt }) => ({
    number,
    source,
    deviceId,
    widthPx: Math.round(widthPx),
    takenAt,
  })),
  viewsNeeded: one.status === 'open' ? Math.max(0, VIEWS.least - one.views.length) : 0,
  lookalikes: one.lookalikes.map((other) => ({ ...other })),
  closedAt: iso(one.closedAt),
  closedBy: one.closedBy,
});

export const AdviceView = Type.Array(Type.Object({ code: Type.Enum([...FACE_ADVICE]), text: Texts }));
export const adviceView = (advice: readonly FaceAdvice[]): Static<typeof AdviceView> =>
  advice.map((code) => ({ code, text: { ...ADVICE_WORDS[code] } }));
export const PictureView = Type.Object({
  taken: Type.Boolean({ description: 'False: the picture was forgotten; do as the advice says.' }),
  number: nullable(Type.Integer()),
  advice: AdviceView,
  enrolment: EnrolmentView,
});
export const pictureView = (outcome: PictureOutcome): Static<typeof PictureView> => ({
  taken: outcome.number !== null,
  number: outcome.number,
  advice: adviceView(outcome.advice),
  enrolment: enrolmentView(outcome.enrolment),
});

export const LikenessView = Type.Object({
  onePerson: Type.Boolean(),
  lookalikes: Type.Array(Named, { description: 'Others who look alike; finishing needs an officer’s word.' }),
});

export const PersonFaceView = Type.Object({
  person: Named,
  unit: nullable(Named),
  enrolledAt: Time,
  models: Type.Array(Type.String()),
  lacking: Type.Array(Type.String(), { description: 'Models in use that know nothing of the person.' }),
});
export const personFaceView = (one: EnrolledPerson): Static<typeof PersonFaceView> => ({
  person: { id: one.personId, name: one.name },
  unit: one.unitId === null ? null : { id: one.unitId, name: one.unitName ?? '' },
  enrolledAt: one.enrolledAt.toISOString(),
  models: [...one.models],
  lacking: [...one.lacking],
});

export const DeliveryView = Type.Object({
  device: Named,
  state: Type.Enum([...DELIVERY_STATES]),
  errorCode: nullable(Type.String()),
  attempts: Type.Integer(),
  changedAt: Time,
});
export const deliveryView = (one: DeliveryRecord): Static<typeof DeliveryView> => ({
  device: { id: one.deviceId, name: one.deviceName },
  state: one.state,
  errorCode: one.errorCode,
  attempts: one.attempts,
  changedAt: one.changedAt.toISOString(),
});

export const ErasureView = Type.Object(
  {
    id: Uuid,
    person: Named,
    reason: Type.String(),
    askedBy: Type.String(),
    askedAt: Time,
    removed: Type.Object({ templates: Type.Integer(), pictures: Type.Integer() }),
    complete: Type.Boolean(),
    completedAt: nullable(Time),
    steps: Type.Array(
      Type.Object({
        kind: Type.Enum(['database', 'plugin', 'terminal']),
        target: Type.String(),
        targetName: nullable(Type.String()),
        state: Type.Enum(['pending', 'done']),
        left: nullable(Type.Integer({ description: 'What the place itself named last. Null: it keeps no faces.' })),
        errorCode: nullable(Type.String()),
        attempts: Type.Integer(),
        doneAt: nullable(Time),
      }),
    ),
  },
  { description: 'The proof of an erasure: each place, and what it answered when it was asked what is left.' },
);
export const erasureView = (one: ErasureRecord): Static<typeof ErasureView> => ({
  id: one.id,
  person: { id: one.personId, name: one.personName },
  reason: one.reason,
  askedBy: one.askedBy,
  askedAt: one.askedAt.toISOString(),
  removed: { templates: one.templates, pictures: one.pictures },
  complete: one.completedAt !== null,
  completedAt: iso(one.completedAt),
  steps: one.steps.map((step) => ({ ...step })),
});

export const ExportView = Type.Object(
  {
    person: Named,
    personKey: nullable(Type.String()),
    templates: Type.Array(Type.Object({ model: Type.String(), view: Type.Integer(), createdAt: Time })),
    pictures: Type.Array(Type.Object({ purpose: Type.String(), view: Type.Integer(), expiresAt: Time })),
    enrolments: Type.Array(EnrolmentView),
    terminals: Type.Array(DeliveryView),
    erasures: Type.Array(ErasureView),
  },
  { description: 'All that is kept about the face of one person, except what is biometric itself.' },
);

export const CalibrationView = Type.Object({
  pluginId: Type.String(),
  gallery: nullable(Type.String()),
  calibration: FaceCalibration,
  words: Texts,
});
export const calibrationView = (one: CalibrationReport): Static<typeof CalibrationView> => ({
  ...one,
  words: { ...one.words },
});
