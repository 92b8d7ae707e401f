import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { codecError } from './errors.js';

const VectorInput = Type.Union(
  [
    Type.Object({ hex: Type.String() }, { additionalProperties: false }),
    Type.Object({ text: Type.String() }, { additionalProperties: false }),
    Type.Object({ json: Type.Unknown() }, { additionalProperties: false }),
  ],
  { description: 'Exactly one of hex, text, json.' },
);

/**
 * One capture and what it means. `expect` is a subset of what decoding yields; `null` means that the input must be
 * refused with a coded error; left out, the input must merely decode. Other keys (source, note…) are prose.
 */
export const GoldenVector = Type.Object({
  id: Type.Optional(Type.String({ minLength: 1 })),
  name: Type.Optional(Type.String()),
  codec: Type.String({ minLength: 1 }),
  input: VectorInput,
  context: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  expect: Type.Optional(Type.Unknown()),
});
export type GoldenVector = Static<typeof GoldenVector>;

export const VectorFile = Type.Object({
  about: Type.Optional(Type.String()),
  plugin: Type.Optional(Type.String()),
  vectors: Type.Array(GoldenVector),
});
export type VectorFile = Static<typeof VectorFile>;

const validator = Compile(VectorFile);

/** @throws VECTOR_FILE_INVALID naming the first place that is wrong */
export function parseVectorFile(value: unknown): VectorFile {
  if (validator.Check(value)) return value;
  const [first] = validator.Errors(value);
  throw codecError('VECTOR_FILE_INVALID', {
    path: first?.instancePath || '/',
    reason: first?.message ?? 'not a vector file',
  });
}
