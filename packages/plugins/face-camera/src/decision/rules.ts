import type { DecisionRules } from '../engine/engine.js';
import type { EmbedderSpec } from '../models/spec.js';
import { QUALITY_LIMITS } from '../quality/limits.js';

/** No cosine reaches it: everything above `review` is for an officer. */
export const NEVER = 1.01;

const DEFAULTS = Object.freeze({
  frames: 2,
  outOf: 3,
  minFacePx: QUALITY_LIMITS.recogniseWidthPx,
  repeatMs: 60_000,
  leftAfterMs: 2_000,
  reviewAfterMs: 4_000,
});

/**
 * The rules for a search among `people` with one model. The more people are searched, the more alike somebody must be:
 * each of them is another chance to be taken for somebody else.
 */
export function rulesFor(
  { output: { thresholds } }: EmbedderSpec,
  people: number,
  wanted: Partial<DecisionRules> = {},
): DecisionRules {
  const { oneToMany } = thresholds;
  const table = {
    accept: oneToMany?.steps.find((step) => people <= step.people)?.accept ?? NEVER,
    review: oneToMany?.review ?? NEVER,
    margin: oneToMany?.margin ?? 0,
  };
  const rules = { ...DEFAULTS, ...table, ...definedOnly(wanted) };
  const outOf = Math.max(1, Math.floor(rules.outOf));
  return {
    ...rules,
    // A site that sets accept below the model's review band wants no review band, not a gap.
    review: Math.min(rules.review, rules.accept),
    outOf,
    frames: Math.min(outOf, Math.max(1, Math.floor(rules.frames))),
    minFacePx: Math.max(QUALITY_LIMITS.recogniseWidthPx, rules.minFacePx),
  };
}

/** `{ accept: undefined }` of a configuration means: not set. */
function definedOnly<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
