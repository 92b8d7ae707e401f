import type { FaceCalibration } from '@hadir/sdk';
import { dot } from '../embed/vector.js';
import { modelRef } from '../models/choose.js';
import type { EmbedderSpec } from '../models/spec.js';
import { BINS, binOf, type PairScores, sum } from './pair-scores.js';
import { proposeThresholds } from './propose.js';

interface Entry {
  readonly personKey: string;
  readonly vector: Float32Array;
}

/** More pairs than this are thinned out evenly: a plain loop does about two million pairs of 512 numbers a second. */
const MAX_IMPOSTOR_PAIRS = 20_000_000;
const FIRST_POINT = 20;
const LAST_POINT = 80;

/** Every pair of templates of the gallery: the same person should be alike, two people should not. */
export function calibrateModel(spec: EmbedderSpec, entries: readonly Entry[]): FaceCalibration {
  const scores = scorePairs(entries);
  const people = new Set(entries.map(({ personKey }) => personKey)).size;
  const points = Array.from({ length: LAST_POINT - FIRST_POINT + 1 }, (_, index) => {
    const threshold = (FIRST_POINT + index) / 100;
    return {
      threshold,
      falseMatches: sum(scores.impostor, binOf(threshold), BINS),
      falseNonMatches: sum(scores.genuine, 0, binOf(threshold)),
    };
  });
  return {
    model: modelRef(spec),
    people,
    genuinePairs: sum(scores.genuine, 0, BINS),
    impostorPairs: sum(scores.impostor, 0, BINS),
    points,
    proposed: proposeThresholds(spec.output.thresholds.oneToMany, people, scores),
  };
}

function scorePairs(entries: readonly Entry[]): PairScores {
  const scores = { genuine: new Uint32Array(BINS), impostor: new Uint32Array(BINS) };
  const pairs = (entries.length * (entries.length - 1)) / 2;
  const step = Math.max(1, Math.ceil(pairs / MAX_IMPOSTOR_PAIRS));
  let impostors = 0;
  entries.forEach((one, index) => {
    for (let other = index + 1; other < entries.length; other++) {
      const entry = entries[other] as Entry;
      const genuine = entry.personKey === one.personKey;
      if (!genuine && impostors++ % step !== 0) continue;
      const bins = genuine ? scores.genuine : scores.impostor;
      const bin = binOf(dot(one.vector, entry.vector));
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
  });
  return scores;
}
