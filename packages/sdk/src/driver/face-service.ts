import Type, { type Static } from 'typebox';

/**
 * What a plugin does with faces when the hub asks. The hub owns people, enrolment and the sealed templates; the plugin
 * owns models, pixels and devices, and forgets everything here when its process ends: the hub loads it again.
 *
 * Left out on purpose: names of people's units, rules, consent. A plugin knows a person as a `personKey` only.
 * Nothing of a request or an answer is stored or logged by the host: pictures and templates are biometric data.
 * A plugin whose devices cannot do one of these leaves the call out; the hub then says that it is unsupported.
 */
const strict = { additionalProperties: false } as const;

/** The device user id under which cameras and terminals tell of the person. Hub-made, letters and digits only. */
const personKey = Type.String({ pattern: '^[A-Za-z0-9]{1,24}$' });
const deviceId = Type.String({ minLength: 1, maxLength: 128 });
const base64 = (maxLength: number, description: string) =>
  Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$', maxLength, description });
/** JPEG or PNG of at most 4 MiB. */
const picture = base64(5_600_000, 'A picture (JPEG or PNG), base64.');

/** Which model made a template. Templates of different models or versions are never compared. */
export const FaceModelRef = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' }),
    /** First 16 hex digits of the SHA-256 of the model file. */
    version: Type.String({ pattern: '^[0-9a-f]{16}$' }),
  },
  strict,
);
export type FaceModelRef = Static<typeof FaceModelRef>;

/** One view of a face, as numbers. As secret as the picture: the picture can be rebuilt from it. */
export const FaceTemplate = Type.Object(
  {
    model: FaceModelRef,
    /** Float32 little-endian, L2-normalised. */
    vector: base64(16_384, 'The template, base64 of float32 LE.'),
  },
  strict,
);
export type FaceTemplate = Static<typeof FaceTemplate>;

/** What is wrong with an enrolment picture, and so what the person should do. Words for it are the hub's. */
export const FACE_ADVICE = [
  'no-face',
  'several-faces',
  'come-closer',
  'look-straight',
  'hold-still',
  'more-light',
  'less-light',
  'open-eyes',
  'remove-mask',
] as const;
export type FaceAdvice = (typeof FACE_ADVICE)[number];

const AssessRequest = Type.Object({ name: Type.Literal('assess'), picture }, strict);
/** A picture judged for enrolment: with advice there is no template. */
export const FaceAssessment = Type.Object(
  {
    advice: Type.Array(Type.Enum(FACE_ADVICE), { maxItems: 9 }),
    /** Of the one face: its width in pixels and where it looks; null when there is not exactly one. */
    face: Type.Union([
      Type.Object(
        { widthPx: Type.Number(), yaw: Type.Number(), sharpness: Type.Number(), luma: Type.Number() },
        strict,
      ),
      Type.Null(),
    ]),
    /** One for each model that is live. */
    templates: Type.Array(FaceTemplate, { maxItems: 4 }),
  },
  strict,
);
export type FaceAssessment = Static<typeof FaceAssessment>;

const ModelsRequest = Type.Object({ name: Type.Literal('models') }, strict);
const ModelsAnswer = Type.Object({ models: Type.Array(FaceModelRef, { maxItems: 8 }) }, strict);

const CaptureRequest = Type.Object({ name: Type.Literal('capture'), deviceId }, strict);
const CaptureAnswer = Type.Object({ picture }, strict);

/** Compares templates of an enrolment among themselves and with all others: not the same person twice, nor two as one. */
const CompareRequest = Type.Object(
  { name: Type.Literal('compare'), templates: Type.Array(FaceTemplate, { minItems: 1, maxItems: 8 }) },
  strict,
);
const CompareAnswer = Type.Object(
  {
    /** False when two of the views look like different people. */
    onePerson: Type.Boolean(),
    /** Others in the gallery who look the same; no score, on purpose. */
    lookalikes: Type.Array(personKey, { maxItems: 10 }),
  },
  strict,
);

const GalleryEntry = Type.Object(
  {
    personKey,
    /** The gallery (a unit) in which the person is looked for. */
    gallery: Type.String({ minLength: 1, maxLength: 64 }),
    templates: Type.Array(FaceTemplate, { minItems: 1, maxItems: 20 }),
  },
  strict,
);
export type FaceGalleryEntry = Static<typeof GalleryEntry>;
/** Puts people into the gallery or replaces what is there of them. `fresh` empties everything first. */
const LoadRequest = Type.Object(
  { name: Type.Literal('load'), fresh: Type.Boolean(), entries: Type.Array(GalleryEntry, { maxItems: 500 }) },
  strict,
);
const LoadAnswer = Type.Object({ people: Type.Integer({ minimum: 0 }) }, strict);

const ForgetRequest = Type.Object({ name: Type.Literal('forget'), personKey }, strict);
/** How many templates of the person are left: the proof of an erasure is 0. */
const ForgetAnswer = Type.Object({ left: Type.Integer({ minimum: 0 }) }, strict);

const SendRequest = Type.Object(
  {
    name: Type.Literal('send'),
    deviceId,
    personKey,
    displayName: Type.String({ maxLength: 120 }),
    picture,
  },
  strict,
);
const SendAnswer = Type.Object({ state: Type.Union([Type.Literal('stored'), Type.Literal('unsupported')]) }, strict);
/** Removes face and user from a terminal and asks it what is left. */
const WithdrawRequest = Type.Object({ name: Type.Literal('withdraw'), deviceId, personKey }, strict);
const WithdrawAnswer = Type.Object(
  { left: Type.Integer({ minimum: 0, description: 'Faces of the person that the terminal still names.' }) },
  strict,
);

/** Error rates of the loaded gallery among itself, at several thresholds. Counts only: no score of any person. */
const CalibrateRequest = Type.Object(
  { name: Type.Literal('calibrate'), gallery: Type.Union([Type.String({ minLength: 1, maxLength: 64 }), Type.Null()]) },
  strict,
);
export const FaceCalibration = Type.Object(
  {
    model: FaceModelRef,
    people: Type.Integer(),
    genuinePairs: Type.Integer(),
    impostorPairs: Type.Integer(),
    points: Type.Array(
      Type.Object({ threshold: Type.Number(), falseMatches: Type.Integer(), falseNonMatches: Type.Integer() }, strict),
      { maxItems: 200 },
    ),
    /** Null when there are too few pairs to say anything. */
    proposed: Type.Union([
      Type.Object({ accept: Type.Number(), review: Type.Number(), margin: Type.Number() }, strict),
      Type.Null(),
    ]),
  },
  strict,
);
export type FaceCalibration = Static<typeof FaceCalibration>;
const CalibrateAnswer = Type.Object({ calibrations: Type.Array(FaceCalibration, { maxItems: 8 }) }, strict);

/** Request and answer of each call, for the border between host and plugin process. */
export const FACE_CALLS = Object.freeze({
  models: { request: ModelsRequest, answer: ModelsAnswer },
  assess: { request: AssessRequest, answer: FaceAssessment },
  capture: { request: CaptureRequest, answer: CaptureAnswer },
  compare: { request: CompareRequest, answer: CompareAnswer },
  load: { request: LoadRequest, answer: LoadAnswer },
  forget: { request: ForgetRequest, answer: ForgetAnswer },
  send: { request: SendRequest, answer: SendAnswer },
  withdraw: { request: WithdrawRequest, answer: WithdrawAnswer },
  calibrate: { request: CalibrateRequest, answer: CalibrateAnswer },
});
export type FaceCall = keyof typeof FACE_CALLS;
export type FaceRequest<Call extends FaceCall = FaceCall> = Static<(typeof FACE_CALLS)[Call]['request']>;
export type FaceAnswer<Call extends FaceCall> = Static<(typeof FACE_CALLS)[Call]['answer']>;

/** What each call may take before its signal aborts, in ms. The slowest picture, terminal or gallery, not the usual one. */
export const FACE_BUDGETS_MS: Readonly<Record<FaceCall, number>> = Object.freeze({
  models: 10_000,
  assess: 30_000,
  capture: 30_000,
  compare: 30_000,
  load: 60_000,
  forget: 30_000,
  send: 60_000,
  withdraw: 60_000,
  calibrate: 300_000,
});

/** Held by `PluginSession.faces`. Each call ends with the signal; errors are HadirErrors of the plugin. */
export type FaceService = {
  readonly [Call in FaceCall]?: (request: FaceRequest<Call>, signal: AbortSignal) => Promise<FaceAnswer<Call>>;
};
