import Type, { type Static } from 'typebox';

/**
 * A model as data: where its file is, how it is proven to be the right one, what goes in, what comes out, and what its
 * scores mean. Everything that depends on a model is here, so that a site can bring its own with a JSON file.
 */
const strict = { additionalProperties: false } as const;

const ModelId = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' });
const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });
const Cosine = Type.Number({ minimum: -1, maximum: 1.01 });

const Licence = Type.Object(
  {
    /** SPDX expressions, or words where there is none. */
    code: Type.String({ minLength: 1, maxLength: 120 }),
    weights: Type.String({ minLength: 1, maxLength: 120 }),
    note: Type.Optional(Type.String({ maxLength: 600 })),
  },
  strict,
);

const Input = Type.Object(
  {
    /** Side of the square picture in pixels. */
    size: Type.Integer({ minimum: 32, maximum: 512 }),
    order: Type.Union([Type.Literal('RGB'), Type.Literal('BGR')]),
    /** (x − mean) ÷ scale, x from 0 to 255; the means in the order of the channels as they go in. */
    mean: Type.Tuple([Type.Number(), Type.Number(), Type.Number()]),
    scale: Type.Number({ exclusiveMinimum: 0 }),
    layout: Type.Union([Type.Literal('NCHW'), Type.Literal('NHWC')]),
  },
  strict,
);

/** How the face lies in the input: the templates of `align/targets.ts`. */
const ALIGNMENTS = ['arcface112', 'dlib150'] as const;

/** Scores are cosines. What a model's own papers give as Euclidean distances of unit vectors: cosine = 1 − distance² ÷ 2. */
const Thresholds = Type.Object(
  {
    /** Is this the person of that card or number? */
    oneToOne: Type.Object({ accept: Cosine, review: Cosine }, strict),
    /** Who of these is it? In steps of how many people are searched; above the last step an officer always looks. */
    oneToMany: Type.Union([
      Type.Null(),
      Type.Object(
        {
          steps: Type.Array(Type.Object({ people: Type.Integer({ minimum: 1 }), accept: Cosine }, strict), {
            maxItems: 8,
          }),
          review: Cosine,
          margin: Type.Number({ minimum: 0, maximum: 1 }),
        },
        strict,
      ),
    ]),
    /** Views of one enrolment below this look like two people. */
    onePerson: Cosine,
    /** People at least this alike are shown to the officer who enrols. */
    lookalike: Cosine,
  },
  strict,
);

export const EmbedderSpec = Type.Object(
  {
    id: ModelId,
    licence: Licence,
    /** Of the file as it is found. */
    sha256: Sha256,
    source: Type.Union([
      Type.Object(
        { package: Type.String({ minLength: 1 }), version: Type.String({ minLength: 1 }), file: Type.String() },
        strict,
      ),
      /** Beside the specification file, or absolute. */
      Type.Object({ file: Type.String({ minLength: 1 }) }, strict),
    ]),
    /** Weights that are no ONNX yet: what makes it of them, and the SHA-256 of what must come out. */
    conversion: Type.Optional(Type.Object({ kind: Type.Literal('dlib-resnet'), sha256: Sha256 }, strict)),
    input: Input,
    align: Type.Enum(ALIGNMENTS),
    output: Type.Object(
      {
        /** Numbers of a template; a multiple of 4. */
        dim: Type.Integer({ minimum: 64, maximum: 1024, multipleOf: 4 }),
        thresholds: Thresholds,
      },
      strict,
    ),
  },
  strict,
);
export type EmbedderSpec = Static<typeof EmbedderSpec>;

/** What every model file has, also of models whose use is fixed in code (detector, eyes…). */
export type ModelFile = Pick<EmbedderSpec, 'id' | 'licence' | 'sha256' | 'source' | 'conversion'>;
export type ModelInput = EmbedderSpec['input'];
export type Alignment = EmbedderSpec['align'];
