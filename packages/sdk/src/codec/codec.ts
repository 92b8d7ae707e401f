/** What a capture was taken from; keys are the vector's own (`transport`, `direction`, `url`…). */
export type CodecContext = Readonly<Record<string, unknown>>;

/** Bytes or text of one capture. Vectors give `{hex}`, `{text}` or `{json}`. */
export type CodecInput = { readonly hex: string } | { readonly text: string } | { readonly json: unknown };

/**
 * A pure decoder with a name: bytes (or text) in, plain JSON out. It throws a HadirError for input that it must refuse,
 * never anything else, and its work and memory are bounded by the input's length.
 */
export interface Codec {
  readonly name: string;
  readonly description: string;
  decode(input: Uint8Array, context: CodecContext): unknown;
}

export type Codecs = Readonly<Record<string, Codec>>;
