import { bandOf } from '../decision/bands.js';
import { tally, type Vote } from '../decision/tally.js';
import { dot } from '../embed/vector.js';
import type { Found } from '../gallery/store.js';
import { continueChallenge, startChallenge } from '../liveness/challenge.js';
import { assign } from '../track/assign.js';
import type { Settled, Track } from '../track/track.js';
import type { ChallengePrompt, DecisionRules, FaceDecision, SeenFace } from './engine.js';
import type { FaceView } from './face-view.js';

export interface FrameToJudge {
  readonly views: readonly FaceView[];
  /** What was looked up: of which face, with which model; in the order of `found.faces`. */
  readonly probes: readonly { readonly face: number; readonly model: number; readonly vector: Float32Array }[];
  readonly found: Found;
  readonly tracks: readonly Track[];
  readonly lastId: number;
  readonly atMs: number;
  readonly challenge: boolean;
  rulesOf(model: number, people: number): DecisionRules;
  random(): number;
}

export interface JudgedFrame {
  readonly faces: readonly SeenFace[];
  readonly tracks: readonly Track[];
  readonly lastId: number;
  readonly settled: readonly {
    readonly settled: Settled;
    readonly band: FaceDecision['band'];
    readonly liveness: FaceDecision['liveness'];
    readonly passive: number | null;
  }[];
  readonly prompt: ChallengePrompt | null;
}

/** Faces seen with the face of a challenge must be this alike, to the last frame or to the first. */
const SAME_FACE = 0.5;

/** Joins a frame's faces with the tracks so far, counts votes, and says what is settled by them. Pure. */
export function judgeFrame(frame: FrameToJudge): JudgedFrame {
  const { views, tracks, atMs } = frame;
  const votes = votesOf(frame);
  const assigned = assign(
    tracks,
    views.map(({ box, vectors }) => ({ box, vector: vectors[0] ?? null })),
  );
  const widest = views.reduce((best, { widthPx }, index) => (widthPx > (views[best]?.widthPx ?? 0) ? index : best), 0);
  let lastId = frame.lastId;
  const settled: JudgedFrame['settled'][number][] = [];
  let prompt: ChallengePrompt | null = null;

  const seen = views.map((view, index) => {
    const before = tracks[assigned[index] ?? -1] ?? newTrack(++lastId, atMs, frame.found.people.length);
    const next = withFrame(before, view, votes[index] ?? [], frame);
    const result = frame.challenge
      ? challenged(next, before.vector, view, index === widest, frame)
      : accepted(next, frame);
    settled.push(...result.settled.map((one) => ({ ...one, passive: next.passive })));
    if (index === widest) prompt = result.prompt ?? null;
    return { view, track: result.track };
  });
  const continued = new Set(assigned);
  return {
    faces: seen.map(({ view, track }) => ({ track: track.id, box: view.box, ...stateOf(view, track, frame) })),
    tracks: [...seen.map(({ track }) => track), ...tracks.filter((_, index) => !continued.has(index))],
    lastId,
    settled,
    prompt,
  };
}

interface StepResult {
  readonly track: Track;
  readonly settled: readonly Omit<JudgedFrame['settled'][number], 'passive'>[];
  readonly prompt?: ChallengePrompt;
}

function newTrack(id: number, atMs: number, models: number): Track {
  const box = { x: 0, y: 0, width: 0, height: 0 };
  const votes = Array.from({ length: models }, () => []);
  const empty = { vector: null, open: null, accepted: null, challenge: null, challenged: null, passive: null };
  return { id, box, firstMs: atMs, lastMs: atMs, votes, ...empty };
}

/**
 * Each face's vote of each model. A person stands before a camera once: when two faces of a frame look most like the same
 * person, only the more alike one does.
 */
function votesOf({ views, probes, found, rulesOf }: FrameToJudge): readonly (readonly (Vote | null)[])[] {
  const looked = probes.map((probe, index) => ({ ...probe, ...(found.faces[index] ?? { best: null, second: null }) }));
  return views.map((_, face) =>
    found.people.map((people, model) => {
      const own = looked.find((one) => one.face === face && one.model === model);
      if (own === undefined) return null;
      const { best, second } = own;
      if (best === null) return { personKey: null, band: 'unknown' };
      const rival = looked.some(
        (one) =>
          one !== own && one.model === model && one.best?.personKey === best.personKey && one.best.score > best.score,
      );
      const band = rival ? 'unknown' : bandOf(best.score, second?.score ?? null, rulesOf(model, people));
      return { personKey: band === 'unknown' ? null : best.personKey, band };
    }),
  );
}

function withFrame(track: Track, view: FaceView, votes: readonly (Vote | null)[], frame: FrameToJudge): Track {
  const kept = track.votes.map((before, model) => {
    const vote = votes[model] ?? null;
    const { outOf } = frame.rulesOf(model, frame.found.people[model] ?? 0);
    return vote === null ? before : [...before, vote].slice(-outOf);
  });
  const next = {
    ...track,
    box: view.box,
    lastMs: frame.atMs,
    vector: view.vectors[0] ?? track.vector,
    votes: kept,
    passive: track.passive ?? view.passive,
  };
  const review = view.why === null ? best(next, 'review', frame) : null;
  return review === null || review.tally.personKey === track.accepted ? next : { ...next, open: review };
}

/** The preferred model's word first. When models name different people, nobody is accepted. */
function best(track: Track, band: 'accept' | 'review', { found, rulesOf, atMs }: FrameToJudge): Settled | null {
  const tallies = track.votes.flatMap((votes, model): Settled[] => {
    const people = found.people[model] ?? 0;
    const { personKey, ...rest } = tally(votes, rulesOf(model, people));
    return personKey === null ? [] : [{ model, people, atMs, tally: { ...rest, personKey } }];
  });
  const accepted = tallies.filter((one) => one.tally.band === 'accept');
  const agree = new Set(accepted.map((one) => one.tally.personKey)).size === 1;
  if (band === 'accept') return agree ? (accepted[0] ?? null) : null;
  return agree ? null : (tallies[0] ?? null);
}

function accepted(track: Track, frame: FrameToJudge): StepResult {
  const settled = track.lastMs === frame.atMs ? best(track, 'accept', frame) : null;
  if (settled === null) return { track, settled: [] };
  const next = { ...track, open: null, accepted: settled.tally.personKey };
  return { track: next, settled: [{ settled, band: 'accept', liveness: 'none' }] };
}

/** In front of a kiosk: who would be accepted is asked to prove it first; what comes of it is told once. */
function challenged(
  track: Track,
  last: Float32Array | null,
  view: FaceView,
  widest: boolean,
  frame: FrameToJudge,
): StepResult {
  if (track.challenge === null) {
    const settled = widest ? best(track, 'accept', frame) : null;
    if (settled === null || track.vector === null) return { track, settled: [] };
    const challenge = startChallenge(frame.atMs, frame.random);
    const begun = { ...track, open: settled, challenge, challenged: track.vector };
    return { track: begun, settled: [], prompt: promptOf(begun, frame.atMs) };
  }
  if (track.challenge.state !== 'running') return { track, settled: [], prompt: promptOf(track, frame.atMs) };
  const challenge = widest
    ? continueChallenge(track.challenge, {
        atMs: frame.atMs,
        yaw: view.yaw,
        eyes: view.eyes,
        sameFace: sameFace([track.challenged, last], view),
      })
    : ({ state: 'failed', why: 'lost' } as const);
  const next = { ...track, challenge };
  if (challenge.state === 'running' || track.open === null) {
    return { track: next, settled: [], prompt: promptOf(next, frame.atMs) };
  }
  const passed = challenge.state === 'passed';
  const settled = { ...track.open, atMs: frame.atMs };
  return {
    track: { ...next, open: null, accepted: passed ? settled.tally.personKey : null },
    settled: [
      passed
        ? { settled, band: 'accept', liveness: 'challenge-passed' }
        : { settled, band: 'review', liveness: 'challenge-failed' },
    ],
    prompt: promptOf(next, frame.atMs),
  };
}

function sameFace(earlier: readonly (Float32Array | null)[], { vectors: [now] }: FaceView): boolean {
  if (now === undefined || now === null) return false;
  return earlier.some((vector) => vector !== null && dot(vector, now) >= SAME_FACE);
}

function promptOf({ challenge }: Track, atMs: number): ChallengePrompt {
  if (challenge?.state !== 'running') return { state: challenge?.state ?? 'failed', step: null, remainingMs: 0 };
  return { state: 'running', step: challenge.steps[0], remainingMs: Math.max(0, challenge.endsAtMs - atMs) };
}

function stateOf(view: FaceView, track: Track, frame: FrameToJudge): Pick<SeenFace, 'state' | 'why'> {
  if (view.why !== null) return { state: 'not-assessed', why: view.why };
  if (best(track, 'accept', frame) !== null) return { state: 'accept', why: null };
  return { state: best(track, 'review', frame) === null ? 'unknown' : 'review', why: null };
}
