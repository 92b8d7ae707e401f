import { describe, expect, it } from 'vitest';
import { rulesFor } from '../decision/rules.js';
import { normalise } from '../embed/vector.js';
import type { Identification } from '../gallery/store.js';
import { DLIB_RESNET, MOBILEFACENET } from '../models/built-in.js';
import type { Track } from '../track/track.js';
import type { FaceView } from './face-view.js';
import { type JudgedFrame, judgeFrame } from './judge-frame.js';

const looks = (...values: number[]): Float32Array => normalise(Float32Array.from([...values, 0.01]));
const ANI = looks(1, 0, 0);
const BUDI = looks(0, 1, 0);

function view(vector: Float32Array | null, change: Partial<FaceView> = {}): FaceView {
  const widthPx = change.widthPx ?? 120;
  const box = { x: vector === BUDI ? 400 : 0, y: 0, width: widthPx, height: widthPx };
  return { box, widthPx, yaw: 0, why: null, vectors: [vector, vector], eyes: 'open', passive: null, ...change };
}
const is = (personKey: string, score: number, second: number | null = null): Identification => ({
  best: { personKey, score },
  second: second === null ? null : { personKey: 'SECOND', score: second },
});
const NOBODY: Identification = { best: null, second: null };

/** Several frames, each with its faces and what the galleries say of them, by model. */
interface Frame {
  readonly faces: readonly (readonly [FaceView, ...Identification[]])[];
  readonly atMs: number;
}

function judge(frames: readonly Frame[], { challenge = false, random = () => 0 } = {}): JudgedFrame[] {
  let tracks: readonly Track[] = [];
  let lastId = 0;
  return frames.map(({ faces, atMs }) => {
    const looked = faces.flatMap(([one, ...found], face) =>
      one.why === null ? found.map((identification, model) => ({ face, model, vector: ANI, identification })) : [],
    );
    const judged = judgeFrame({
      views: faces.map(([one]) => one),
      probes: looked,
      found: { people: [20, 20], faces: looked.map(({ identification }) => identification) },
      tracks,
      lastId,
      atMs,
      challenge,
      rulesOf: (model, people) => rulesFor(model === 0 ? MOBILEFACENET : DLIB_RESNET, people),
      random,
    });
    ({ tracks, lastId } = judged);
    return judged;
  });
}
const told = (judged: JudgedFrame | undefined) =>
  judged?.settled.map(({ settled, band, liveness }) => [settled.tally.personKey, band, liveness]);
const after = (frames: readonly JudgedFrame[]) => frames[frames.length - 1];

describe('the passive score', () => {
  it('goes along from the first time that it was taken, and decides nothing', () => {
    const frames = [0, 300].map((atMs) => ({
      faces: [[view(ANI, { passive: atMs === 0 ? 0 : 1 }), is('ANI', 0.7)]] as const,
      atMs,
    }));
    expect(after(judge(frames))?.settled).toMatchObject([{ band: 'accept', liveness: 'none', passive: 0 }]);
  });
});

describe('faces of a frame', () => {
  it('are accepted one by one, each by its own frames', () => {
    const both = [
      [view(ANI), is('ANI', 0.7)],
      [view(BUDI), is('BUDI', 0.65)],
    ] as const;
    const frames = judge([
      { atMs: 0, faces: both },
      { atMs: 300, faces: both },
    ]);
    expect(told(frames[0])).toEqual([]);
    expect(told(frames[1])).toEqual([
      ['ANI', 'accept', 'none'],
      ['BUDI', 'accept', 'none'],
    ]);
    expect(new Set(frames[1]?.faces.map(({ track }) => track)).size).toBe(2);
  });

  it('are one person at most: the less alike of two is unknown', () => {
    const both = [
      [view(ANI), is('ANI', 0.7)],
      [view(BUDI), is('ANI', 0.55)],
    ] as const;
    const frames = judge([
      { atMs: 0, faces: both },
      { atMs: 300, faces: both },
    ]);
    expect(told(after(frames))).toEqual([['ANI', 'accept', 'none']]);
    expect(after(frames)?.faces.map(({ state }) => state)).toEqual(['accept', 'unknown']);
  });

  it('are for an officer when two people are nearly as alike', () => {
    const frames = judge([0, 300].map((atMs) => ({ atMs, faces: [[view(ANI), is('ANI', 0.7, 0.65)]] })));
    expect(told(after(frames))).toEqual([]);
    expect(after(frames)?.tracks[0]?.open).toMatchObject({ tally: { personKey: 'ANI', band: 'review' } });
  });

  it('do not count while they look away or are too small', () => {
    const away = [view(null, { why: 'looks-away' })] as const;
    const frames = judge([
      { atMs: 0, faces: [[view(ANI), is('ANI', 0.7)]] },
      { atMs: 300, faces: [away] },
      { atMs: 600, faces: [away] },
      { atMs: 900, faces: [[view(ANI), is('ANI', 0.7)]] },
    ]);
    expect(frames.map(told)).toEqual([[], [], [], [['ANI', 'accept', 'none']]]);
    expect(frames[1]?.faces[0]).toMatchObject({ state: 'not-assessed', why: 'looks-away' });
  });

  it('begin anew when somebody else stands there', () => {
    const other = view(BUDI, { box: { x: 0, y: 0, width: 120, height: 120 } });
    const frames = judge([
      { atMs: 0, faces: [[view(ANI), is('ANI', 0.7)]] },
      { atMs: 300, faces: [[other, is('ANI', 0.7)]] },
    ]);
    // One frame of each: nobody has two.
    expect(told(after(frames))).toEqual([]);
  });
});

describe('two models side by side', () => {
  it('know by the second who is not yet enrolled with the first, for an officer', () => {
    const face = [view(ANI), NOBODY, is('OLD', 0.97)] as const;
    const frames = judge([0, 300].map((atMs) => ({ atMs, faces: [face] })));
    expect(told(after(frames))).toEqual([]);
    expect(after(frames)?.tracks[0]?.open).toMatchObject({ model: 1, tally: { personKey: 'OLD', band: 'review' } });
  });

  it('accept by the first although the second only finds it alike', () => {
    const face = [view(ANI), is('ANI', 0.7), is('ANI', 0.96)] as const;
    const frames = judge([0, 300].map((atMs) => ({ atMs, faces: [face] })));
    expect(told(after(frames))).toEqual([['ANI', 'accept', 'none']]);
    expect(after(frames)?.settled[0]?.settled.model).toBe(0);
  });
});

describe('with a challenge', () => {
  const ani = (change: Partial<FaceView> = {}) => [view(ANI, change), is('ANI', 0.7)] as const;
  const begin = [
    { atMs: 0, faces: [ani()] },
    { atMs: 200, faces: [ani()] },
  ];
  const turned = (atMs: number, yaw: number) => ({
    atMs,
    faces: [[view(ANI, { yaw, why: Math.abs(yaw) > 0.45 ? 'looks-away' : null }), is('ANI', 0.6)] as const],
  });

  it('nobody is accepted before it is passed', () => {
    const frames = judge(
      [
        ...begin,
        turned(400, 0),
        turned(600, 0.5),
        turned(800, 0),
        turned(1_000, -0.5),
        turned(1_200, 0),
        { atMs: 1_400, faces: [ani({ eyes: 'closed' })] },
      ],
      { challenge: true },
    );
    expect(frames.map(({ prompt }) => prompt?.step ?? prompt?.state ?? null)).toEqual([
      null,
      'turn-left',
      'turn-left',
      'turn-right',
      'turn-right',
      'blink',
      'blink',
      'passed',
    ]);
    expect(frames[1]?.prompt?.remainingMs).toBe(5_000);
    expect(frames.flatMap((frame) => told(frame) ?? [])).toEqual([['ANI', 'accept', 'challenge-passed']]);
  });

  it('who does nothing is for an officer, once', () => {
    const still = Array.from({ length: 30 }, (_, index) => ({ atMs: 400 + index * 200, faces: [ani()] }));
    const frames = judge([...begin, ...still], { challenge: true });
    expect(frames.flatMap((frame) => told(frame) ?? [])).toEqual([['ANI', 'review', 'challenge-failed']]);
    expect(after(frames)?.prompt?.state).toBe('failed');
  });

  it('is over when another face comes nearer', () => {
    const near = [view(BUDI, { widthPx: 300 }), is('BUDI', 0.7)] as const;
    const frames = judge([...begin, { atMs: 400, faces: [ani(), near] }], { challenge: true });
    expect(told(after(frames))).toEqual([['ANI', 'review', 'challenge-failed']]);
  });

  it('is not asked of strangers', () => {
    const frames = judge(
      [0, 200, 400].map((atMs) => ({ atMs, faces: [[view(ANI), is('ANI', 0.2)]] })),
      { challenge: true },
    );
    expect(frames.map(({ prompt }) => prompt)).toEqual([null, null, null]);
  });
});
