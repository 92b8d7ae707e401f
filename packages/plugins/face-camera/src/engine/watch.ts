import { randomInt } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { rulesFor } from '../decision/rules.js';
import { createTold } from '../decision/told.js';
import { faceError } from '../errors.js';
import type { GalleryDesk } from '../gallery/desk.js';
import { modelRef } from '../models/choose.js';
import type { EmbedderSpec } from '../models/spec.js';
import type { Settled, Track } from '../track/track.js';
import type { DecisionRules, FaceDecision, FaceWatch, FrameResult, WatchOptions } from './engine.js';
import type { FrameStats } from './frame-stats.js';
import { judgeFrame } from './judge-frame.js';
import type { RecognitionPool } from './recognition-pool.js';

export interface WatchParts {
  readonly specs: readonly EmbedderSpec[];
  readonly pool: RecognitionPool;
  readonly galleries: GalleryDesk;
  readonly stats: FrameStats;
  assertOpen(): void;
}

const RANDOM_STEPS = 2 ** 32;
const random = (): number => randomInt(RANDOM_STEPS) / RANDOM_STEPS;

/** One camera's view: follows faces from frame to frame and settles who they are. */
export function createWatch(parts: WatchParts, options: WatchOptions): FaceWatch {
  const { specs, pool, galleries, stats } = parts;
  const told = createTold();
  let tracks: readonly Track[] = [];
  let lastId = 0;
  let busy = false;
  let closed = false;
  /** People each model knows here, as of the last search: models that know nobody need not run. */
  let people: readonly number[] = specs.map(() => 1);

  /** A site's own thresholds are for the preferred model; another one has its own. */
  const rulesOf = (model: number, count: number): DecisionRules => {
    const spec = specs[model] ?? specs[0];
    if (spec === undefined) throw faceError('FACE_ENGINE_CLOSED');
    if (model === 0) return rulesFor(spec, count, options.rules);
    const { accept: _accept, review: _review, margin: _margin, ...counts } = options.rules ?? {};
    return rulesFor(spec, count, counts);
  };

  function decide(
    settled: Settled,
    { band, liveness, passive }: Pick<FaceDecision, 'band' | 'liveness' | 'passive'>,
  ): FaceDecision[] {
    const { accept, review, margin, frames, outOf, repeatMs } = rulesOf(settled.model, settled.people);
    const { personKey, agreed, assessed } = settled.tally;
    const spec = specs[settled.model];
    if (spec === undefined || !told.tell(personKey, band, settled.atMs, repeatMs)) return [];
    const thresholds = { accept, review, margin, frames, outOf };
    const model = modelRef(spec);
    return [{ personKey, band, model, thresholds, agreed, assessed, liveness, passive, atMs: settled.atMs }];
  }

  /** Ends tracks whose face has left, and tells of those for an officer who left or have stood there long enough. */
  function tellOpen(atMs: number): FaceDecision[] {
    const { leftAfterMs, reviewAfterMs } = rulesOf(0, people[0] ?? 0);
    const decisions: FaceDecision[] = [];
    tracks = tracks.flatMap((track) => {
      const left = atMs - track.lastMs > leftAfterMs;
      const due = track.open !== null && (left || atMs - track.firstMs >= reviewAfterMs);
      // Somebody who is in the middle of the challenge is not yet told of.
      const running = !left && track.challenge?.state === 'running';
      if (due && !running && track.open !== null) {
        decisions.push(...decide(track.open, { band: 'review', liveness: 'none', passive: track.passive }));
      }
      if (left) return [];
      return due && !running ? [{ ...track, open: null }] : [track];
    });
    return decisions;
  }

  async function see(picture: Uint8Array, atMs: number, signal: AbortSignal): Promise<FrameResult> {
    const challenge = options.liveness === 'challenge';
    const models = specs.flatMap((_, index) => (index === 0 || (people[index] ?? 0) > 0 ? [index] : []));
    const { minFacePx } = rulesOf(0, people[0] ?? 0);
    // Once for each face that is followed: it costs half as much as the rest of a face.
    const wantsPassive =
      tracks.length === 0 || tracks.some(({ passive, votes }) => passive === null && (votes[0]?.length ?? 0) > 0);
    const look = { farFaces: options.farFaces === true, minFacePx, models, challenge, passive: wantsPassive };
    const views = await pool.look(picture, look, signal);
    const probes = views.flatMap((view, face) =>
      view.why === null
        ? view.vectors.flatMap((vector, model) => (vector === null ? [] : [{ face, model, vector }]))
        : [],
    );
    const found = await galleries.identify(
      probes.map(({ model, vector }) => ({ model, vector })),
      options.galleries,
      signal,
    );
    // Between two frames it was another camera's turn, or this one was closed.
    parts.assertOpen();
    people = found.people;
    const judged = judgeFrame({ views, probes, found, tracks, lastId, atMs, challenge, rulesOf, random });
    tracks = judged.tracks;
    lastId = judged.lastId;
    const decisions = judged.settled.flatMap(({ settled, ...outcome }) => decide(settled, outcome));
    return { faces: judged.faces, decisions: [...decisions, ...tellOpen(atMs)], prompt: judged.prompt };
  }

  return {
    async see(picture, atMs, signal) {
      parts.assertOpen();
      if (closed) throw faceError('FACE_ENGINE_CLOSED');
      if (busy) throw faceError('FACE_ENGINE_BUSY', { waiting: pool.pending });
      busy = true;
      const from = performance.now();
      try {
        return await see(picture, atMs, signal);
      } finally {
        busy = false;
        stats.add(performance.now() - from);
      }
    },
    settle: (atMs) => tellOpen(atMs),
    close() {
      closed = true;
      tracks = [];
    },
  };
}
