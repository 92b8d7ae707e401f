import {
  checkVisitPolicy,
  correlate,
  DEFAULT_VISIT_POLICY,
  episodeGapMs,
  type IdentitySighting,
  instant,
  type TemperatureSighting,
} from '@hadir/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const LATER = instant(10_000_000);
const policy = DEFAULT_VISIT_POLICY;
const lane = { ...policy, rule: 'id-first' } as const;

const seen = (id: string, who: string, atMs: number, more: Partial<IdentitySighting> = {}): IdentitySighting => ({
  id,
  who,
  at: instant(atMs),
  deviceId: 'terminal',
  kind: 'punch',
  isTimeSure: true,
  isPersonSure: true,
  ...more,
});
const measured = (id: string, atMs: number, more: Partial<TemperatureSighting> = {}): TemperatureSighting => ({
  id,
  at: instant(atMs),
  startedAt: instant(atMs),
  deviceId: 'gun',
  isTimeSure: true,
  stable: true,
  stated: null,
  ...more,
});
const run = (
  identities: readonly IdentitySighting[],
  temperatures: readonly TemperatureSighting[],
  more: Partial<Parameters<typeof correlate>[0]> = {},
) => correlate({ identities, temperatures, decisions: [], policy, now: LATER, ...more });

describe('window', () => {
  it.each([
    [-10_001, 'unmatched'],
    [-10_000, 'bound'],
    [0, 'bound'],
    [20_000, 'bound'],
    [20_001, 'unmatched'],
  ] as const)('a reading %d ms from the only check-in is %s', (offset, state) => {
    expect(run([seen('e', 'ani', 100_000)], [measured('t', 100_000 + offset)]).outcomes[0]?.state).toBe(state);
  });

  it('does not guess between two', () => {
    const result = run([seen('e1', 'ani', 100_000), seen('e2', 'budi', 115_000)], [measured('t', 110_000)]);
    expect(result.outcomes).toEqual([
      { state: 'pending', readingId: 't', candidates: ['e1', 'e2'], reason: 'several' },
    ]);
    expect(result.visits.every((visit) => visit.readingId === null)).toBe(true);
  });

  it('waits for slow devices, then is certain; is pending while nobody fits, then given up', () => {
    const at = (nowMs: number, ids: readonly IdentitySighting[]) =>
      run(ids, [measured('t', 100_000)], { now: instant(nowMs) }).outcomes[0];
    expect(at(199_999, [seen('e', 'ani', 100_000)])).toMatchObject({ state: 'waiting', until: 200_000 });
    expect(at(200_000, [seen('e', 'ani', 100_000)])).toMatchObject({ state: 'bound', method: 'window', who: 'ani' });
    expect(at(200_000, [])).toMatchObject({ state: 'pending', reason: 'nobody' });
    expect(at(1_000_001, [])).toMatchObject({ state: 'unmatched' });
  });

  it('shows the last stable reading of a visit and keeps the others', () => {
    const readings = [measured('t1', 100_000), measured('t2', 104_000), measured('t3', 106_000, { stable: false })];
    const { visits } = run([seen('e', 'ani', 100_000)], readings);
    expect(visits).toMatchObject([{ readings: ['t1', 't2', 't3'], readingId: 't2' }]);
  });

  it('joins terminal, face and phone of one person into one visit', () => {
    const { visits } = run(
      [
        seen('e1', 'ani', 100_000),
        seen('e2', 'ani', 130_000, { kind: 'face' }),
        seen('e3', 'ani', 185_000, { kind: 'proximity' }),
        seen('e4', 'ani', 260_000),
      ],
      [measured('t', 101_000)],
    );
    expect(visits.map(({ sightings, kinds, readingId }) => [sightings, kinds, readingId])).toEqual([
      [['e1', 'e2', 'e3'], ['punch', 'face', 'proximity'], 't'],
      [['e4'], ['punch'], null],
    ]);
  });

  it('takes a clock that is not sure for a candidate, never for a certainty', () => {
    const unsure = { isTimeSure: false } as const;
    expect(run([seen('e', 'ani', 100_000, unsure)], [measured('t', 101_000)]).outcomes).toMatchObject([
      { state: 'pending', reason: 'unsure', candidates: ['e'] },
    ]);
    expect(
      run([seen('e', 'ani', 100_000), seen('f', 'budi', 200_000, unsure)], [measured('t', 101_000)]).outcomes,
    ).toMatchObject([{ state: 'pending', reason: 'several' }]);
    expect(run([seen('e', 'ani', 100_000)], [measured('t', 101_000, unsure)]).outcomes[0]?.state).toBe('pending');
  });
});

describe('doubts', () => {
  it('somebody whom the camera is not sure of is a candidate, never a certainty', () => {
    const alike = seen('e', 'ani', 100_000, { kind: 'face', isPersonSure: false });
    expect(run([alike], [measured('t', 101_000)]).outcomes).toMatchObject([{ state: 'pending', reason: 'unsure' }]);
    // Seen by the terminal too: sure.
    expect(run([alike, seen('f', 'ani', 102_000)], [measured('t', 101_000)]).outcomes[0]?.state).toBe('bound');
    expect(run([alike, seen('f', 'budi', 102_000)], [measured('t', 101_000)]).outcomes).toMatchObject([
      { state: 'pending', reason: 'several' },
    ]);
  });

  it('a terminal that is away may have seen a second one: waited for, then asked', () => {
    const at = (nowMs: number, knownUntilMs: number) =>
      run([seen('e', 'ani', 100_000)], [measured('t', 100_000)], {
        now: instant(nowMs),
        knownUntil: instant(knownUntilMs),
      }).outcomes[0];
    expect(at(300_000, 109_999)).toMatchObject({ state: 'waiting', until: 1_000_000 });
    expect(at(300_000, 110_000)).toMatchObject({ state: 'bound', who: 'ani' });
    expect(at(1_000_000, 109_999)).toMatchObject({ state: 'pending', reason: 'device-away', candidates: ['e'] });
  });
});

describe('id-first', () => {
  it('gives each of two who follow closely their own', () => {
    const result = run(
      [seen('e1', 'ani', 100_000), seen('e2', 'budi', 106_000)],
      [measured('t1', 104_000), measured('t2', 110_000)],
      { policy: lane },
    );
    expect(result.outcomes).toMatchObject([
      { state: 'bound', who: 'ani', method: 'id-first' },
      { state: 'bound', who: 'budi', method: 'id-first' },
    ]);
  });

  it('does not guess when the next one was recognised before the first was measured', () => {
    const result = run(
      [seen('e1', 'ani', 100_000), seen('e2', 'budi', 102_000)],
      [measured('t1', 104_000), measured('t2', 110_000)],
      { policy: lane },
    );
    expect(result.outcomes.map((one) => one.state)).toEqual(['pending', 'pending']);
  });

  it('does not carry over a measurement that began before the person was recognised', () => {
    const began = { startedAt: instant(98_000) };
    expect(run([seen('e', 'ani', 100_000)], [measured('t', 101_000, began)], { policy: lane }).outcomes).toMatchObject([
      { state: 'pending', reason: 'unsure' },
    ]);
  });
});

describe('what is known for sure', () => {
  it('the device knew the person: no rule is asked, in a crowd too', () => {
    const crowd = [seen('e1', 'ani', 100_000), seen('e2', 'budi', 100_000), seen('e3', 'cici', 101_000)];
    const own = { stated: { eventId: 'e2', who: 'budi', by: null } };
    const { visits, outcomes } = run(crowd, [measured('t', 100_000, own)], { now: instant(100_001) });
    expect(outcomes).toMatchObject([{ state: 'bound', method: 'same-event', who: 'budi', visitKey: 'e2' }]);
    expect(visits.find((visit) => visit.who === 'budi')?.readingId).toBe('t');
  });

  it('a person whom the thermometer or an officer named goes into the visit that is near, without a check-in of its own', () => {
    const crowd = [seen('e1', 'ani', 100_000), seen('e2', 'budi', 101_000), seen('e3', 'budi', 500_000)];
    const named = (who: string, by: string | null, at: number) =>
      run(crowd, [measured('t', at, { stated: { eventId: null, who, by } })]).outcomes[0];
    expect(named('budi', null, 130_000)).toMatchObject({ method: 'same-event', who: 'budi', visitKey: 'e2' });
    expect(named('budi', 'siti', 470_000)).toMatchObject({ method: 'operator', decidedBy: 'siti', visitKey: 'e3' });
    expect(named('budi', 'siti', 300_000)).toMatchObject({ state: 'bound', who: 'budi', visitKey: null });
    expect(named('dewi', 'siti', 100_000)).toMatchObject({ state: 'bound', who: 'dewi', visitKey: null });
  });

  it('an operator decides, also that it is nobody’s, and the decision stands', () => {
    const crowd = [seen('e1', 'ani', 100_000), seen('e2', 'budi', 100_000)];
    const decide = (who: string | null, eventId: string | null) =>
      run(crowd, [measured('t', 101_000)], { decisions: [{ readingId: 't', who, eventId, by: 'siti' }] }).outcomes[0];
    expect(decide('budi', 'e2')).toMatchObject({
      state: 'bound',
      method: 'operator',
      visitKey: 'e2',
      decidedBy: 'siti',
    });
    expect(decide('dewi', null)).toMatchObject({ state: 'bound', who: 'dewi', visitKey: null });
    expect(decide(null, null)).toMatchObject({ state: 'dismissed', decidedBy: 'siti' });
  });
});

/** People who come to one station at random times, each recognised once or more and measured once or more. */
const crowd = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 300_000 }),
    again: fc.array(fc.integer({ min: 0, max: 50_000 }), { maxLength: 2 }),
    measured: fc.array(fc.integer({ min: -policy.beforeMs, max: policy.afterMs }), { maxLength: 3 }),
    unsure: fc.boolean(),
    late: fc.integer({ min: 0, max: policy.settleMs }),
  }),
  { maxLength: 12 },
);

type Crowd = typeof crowd extends fc.Arbitrary<infer T> ? T : never;

function truthOf(people: Crowd) {
  const identities = people.flatMap((one, i) =>
    [0, ...one.again].map((offset, j) => seen(`e${i}.${j}`, `p${i}`, one.at + offset, { isTimeSure: !one.unsure })),
  );
  const temperatures = people.flatMap((one, i) =>
    one.measured.map((offset, j) => measured(`t${i}.${j}`, one.at + offset)),
  );
  return { identities, temperatures, ownerOf: (readingId: string) => `p${readingId.slice(1).split('.')[0]}` };
}

describe('for any crowd', () => {
  it('certain is right, and everything else reaches the operator; no reading is used twice', () => {
    fc.assert(
      fc.property(crowd, (people) => {
        const { identities, temperatures, ownerOf } = truthOf(people);
        const { outcomes, visits } = run(identities, temperatures);
        expect(outcomes.map((one) => one.readingId).sort()).toEqual(temperatures.map((one) => one.id).sort());
        for (const outcome of outcomes) {
          if (outcome.state === 'bound') expect(outcome.who).toBe(ownerOf(outcome.readingId));
          else expect(outcome).toMatchObject({ state: 'pending', reason: expect.stringMatching(/several|unsure/) });
        }
        const used = visits.flatMap((visit) => visit.readings);
        expect(new Set(used).size).toBe(used.length);
        for (const visit of visits) for (const id of visit.readings) expect(ownerOf(id)).toBe(visit.who);
      }),
      { numRuns: 1500 },
    );
  });

  it('a reading with one person near is bound: the rule is not merely silent', () => {
    fc.assert(
      fc.property(crowd, (people) => {
        const spread = people.map((one, i) => ({ ...one, at: i * 200_000, unsure: false }));
        const { identities, temperatures } = truthOf(spread);
        expect(run(identities, temperatures).outcomes.every((one) => one.state === 'bound')).toBe(true);
      }),
    );
  });

  it('the order in which facts arrive changes nothing', () => {
    fc.assert(
      fc.property(crowd, fc.infiniteStream(fc.nat()), fc.constantFrom(policy, lane), (people, dice, rule) => {
        const { identities, temperatures } = truthOf(people);
        const shuffled = <T>(list: readonly T[]): T[] =>
          list
            .map((one) => [dice.next().value as number, one] as const)
            .sort((a, b) => a[0] - b[0])
            .map(([, one]) => one);
        expect(run(shuffled(identities), shuffled(temperatures), { policy: rule })).toEqual(
          run(identities, temperatures, { policy: rule }),
        );
      }),
    );
  });

  it('what was once certain stays, while devices are no later than they may be', () => {
    fc.assert(
      fc.property(crowd, fc.integer({ min: 0, max: 600_000 }), (people, nowMs) => {
        const { identities, temperatures } = truthOf(people.map((one) => ({ ...one, unsure: false })));
        const lateOf = (id: string) => people[Number(id.slice(1).split('.')[0])]?.late ?? 0;
        const known = identities.filter((one) => one.at + lateOf(one.id) <= nowMs);
        const early = run(
          known,
          temperatures.filter((one) => one.at <= nowMs),
          { now: instant(nowMs) },
        );
        const final = new Map(run(identities, temperatures).outcomes.map((one) => [one.readingId, one]));
        for (const outcome of early.outcomes) {
          if (outcome.state === 'bound')
            expect(final.get(outcome.readingId)).toMatchObject({ state: 'bound', who: outcome.who });
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('what was once certain stays, however late devices are, when it is known how far they were read', () => {
    const lateCrowd = fc.array(
      fc.record({
        at: fc.integer({ min: 0, max: 300_000 }),
        measured: fc.array(fc.integer({ min: -policy.beforeMs, max: policy.afterMs }), { maxLength: 2 }),
        late: fc.integer({ min: 0, max: 5_000_000 }),
      }),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(
        lateCrowd,
        fc.integer({ min: 0, max: 5_000_000 }),
        fc.constantFrom(policy, lane),
        (people, nowMs, rule) => {
          const all = people.map((one, i) => seen(`e${i}`, `p${i}`, one.at));
          const known = all.filter((one, i) => one.at + (people[i]?.late ?? 0) <= nowMs);
          const missing = all.filter((one) => !known.includes(one)).map((one) => one.at - 1);
          const temperatures = people.flatMap((one, i) =>
            one.measured.map((offset, j) => measured(`t${i}.${j}`, one.at + offset)),
          );
          const knownUntil = instant(Math.min(nowMs, ...missing));
          const early = run(
            known,
            temperatures.filter((one) => one.at <= nowMs),
            { now: instant(nowMs), knownUntil, policy: rule },
          );
          const final = new Map(run(all, temperatures, { policy: rule }).outcomes.map((one) => [one.readingId, one]));
          for (const outcome of early.outcomes) {
            if (outcome.state === 'bound')
              expect(final.get(outcome.readingId)).toMatchObject({ state: 'bound', who: outcome.who });
          }
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('stretches with a pause between them may be correlated apart', () => {
    fc.assert(
      fc.property(crowd, crowd, fc.constantFrom(policy, lane), (first, second, rule) => {
        const offset = 1_000_000;
        const [a, b] = [truthOf(first), truthOf(second)];
        const later = <T extends { id: string; at: number; startedAt?: number; who?: string }>(one: T): T => ({
          ...one,
          id: `later ${one.id}`,
          at: instant(one.at + offset),
          ...(one.startedAt === undefined ? {} : { startedAt: instant(one.startedAt + offset) }),
        });
        const moved = { identities: b.identities.map(later), temperatures: b.temperatures.map(later) };
        const ends = [...a.identities, ...a.temperatures].map((one) => one.at);
        const begins = [...moved.identities, ...moved.temperatures].map((one) => one.at);
        fc.pre(Math.min(...begins) - Math.max(...ends) > episodeGapMs(rule));
        const whole = run([...a.identities, ...moved.identities], [...a.temperatures, ...moved.temperatures], {
          policy: rule,
        });
        const parts = [
          run(a.identities, a.temperatures, { policy: rule }),
          run(moved.identities, moved.temperatures, { policy: rule }),
        ];
        expect(whole.outcomes).toEqual(parts.flatMap((part) => part.outcomes));
        expect(whole.visits).toEqual(parts.flatMap((part) => part.visits));
      }),
    );
  });

  it('in one lane: certain is right when each is measured once, after being recognised', () => {
    const queue = fc.array(
      fc.record({
        at: fc.integer({ min: 0, max: 300_000 }),
        wait: fc.integer({ min: 0, max: lane.sessionMs }),
        took: fc.integer({ min: 0, max: 5_000 }),
        skips: fc.boolean(),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(queue, (people) => {
        const identities = people.map((one, i) => seen(`e${i}`, `p${i}`, one.at));
        const temperatures = people.flatMap((one, i) => {
          const at = one.at + one.wait;
          return one.skips ? [] : [measured(`t${i}`, at, { startedAt: instant(Math.max(one.at, at - one.took)) })];
        });
        for (const outcome of run(identities, temperatures, { policy: lane }).outcomes) {
          if (outcome.state === 'bound') expect(outcome.who).toBe(`p${outcome.readingId.slice(1)}`);
          else expect(outcome.state).toBe('pending');
        }
      }),
      { numRuns: 1500 },
    );
  });
});

describe('a policy', () => {
  it('is refused when its times contradict each other', () => {
    expect(checkVisitPolicy(policy)).toBe(policy);
    expect(() => checkVisitPolicy({ ...policy, unsureMs: 5_000 })).toThrow(/unsureMs/);
    expect(() => checkVisitPolicy({ ...policy, expireMs: 60_000 })).toThrow(/expireMs/);
  });
});
