import { type Evidence, MAX_EVIDENCE_BYTES, MAX_EVIDENCE_FRAMES } from '@hadir/sdk/checkin';
import Type from 'typebox';
import { Compile } from 'typebox/compile';

const closed = { additionalProperties: false } as const;
const Hex = (maxLength: number) => Type.String({ pattern: '^([0-9a-fA-F]{2})*$', maxLength });

/** What a phone may state; see `Evidence` of `@hadir/sdk/checkin`. */
const EvidenceSchema = Type.Object(
  {
    v: Type.Literal(1),
    site: Type.String({ format: 'uuid' }),
    method: Type.Union([Type.Literal('eid'), Type.Literal('gatt')]),
    frames: Type.Array(
      Type.Object(
        {
          dt: Type.Integer({ minimum: -3_600_000, maximum: 3_600_000 }),
          rssi: Type.Integer({ minimum: -127, maximum: 20 }),
          addr: Type.Optional(Type.String({ maxLength: 17 })),
          adv: Hex(124),
        },
        closed,
      ),
      { maxItems: MAX_EVIDENCE_FRAMES },
    ),
    gatt: Type.Optional(
      Type.Object(
        {
          beacon: Type.String({ pattern: '^[0-9a-fA-F]{16}$' }),
          resp: Type.String({ pattern: '^[0-9a-fA-F]{40}$' }),
          minRttMs: Type.Optional(Type.Number({ minimum: 0, maximum: 60_000 })),
        },
        closed,
      ),
    ),
    neighbours: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 64 })),
    sdk: Type.Optional(Type.String({ maxLength: 64 })),
    os: Type.Optional(Type.String({ maxLength: 64 })),
    model: Type.Optional(Type.String({ maxLength: 64 })),
    flags: Type.Optional(Type.Array(Type.String({ maxLength: 32 }), { maxItems: 16 })),
  },
  closed,
);
const checker = Compile(EvidenceSchema);
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The bytes that were signed, and what they say; null when they say nothing allowed. */
export function readEvidence(text: string): { readonly bytes: Uint8Array; readonly evidence: Evidence } | null {
  if (text.length > 2 * MAX_EVIDENCE_BYTES || !/^[0-9A-Za-z_-]*$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length > MAX_EVIDENCE_BYTES) return null;
  try {
    const value: unknown = JSON.parse(utf8.decode(bytes));
    return checker.Check(value) ? { bytes, evidence: value as Evidence } : null;
  } catch {
    return null;
  }
}
