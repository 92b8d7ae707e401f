import { DEFAULT_PRESENCE_RULE } from '@hadir/sdk/proximity';
import { describe, expect, it } from 'vitest';
import { createInventory } from './inventory.js';

const rule = { ...DEFAULT_PRESENCE_RULE, thresholdDbm: -70 };
const HOUR_MS = 3_600_000;
const start = () => createInventory(['a', 'b'], { rule, silentAfterMinutes: 30, nowMs: 0 });
const frame = (atMs: number, gateway: string | null = 'g1', rssiDbm = -60) => ({
  atMs,
  rssiDbm,
  gateway,
  proven: true,
});

describe('beacon inventory', () => {
  it('tells near and gone once each', () => {
    const inventory = start();
    const changes = [0, 1, 2, 3, 4, 5, 6].flatMap((i) => inventory.hear('a', frame(i * 1000)));
    expect(changes).toMatchObject([{ kind: 'presence', beaconId: 'a' }]);
    expect(inventory.tick(30_000)).toEqual([]);
    expect(inventory.tick(66_000)).toMatchObject([{ kind: 'presence', state: { presence: { present: false } } }]);
    expect(inventory.tick(67_000)).toEqual([]);
  });

  it('tells silence once, and its end', () => {
    const inventory = start();
    expect(inventory.tick(30 * 60_000).map((change) => change.kind)).toEqual(['silent', 'silent']);
    expect(inventory.tick(31 * 60_000)).toEqual([]);
    expect(inventory.hear('a', frame(32 * 60_000))).toMatchObject([{ kind: 'silent', silent: false }]);
  });

  it('tells a low battery until it is clearly better', () => {
    const inventory = start();
    expect(inventory.telemetry('a', 2100)).toMatchObject([{ kind: 'battery', low: true }]);
    expect(inventory.telemetry('a', 2300)).toEqual([]);
    expect(inventory.telemetry('a', 2900)).toMatchObject([{ kind: 'battery', low: false }]);
  });

  it('tells that a beacon moved when only strange gateways hear it after the first day', () => {
    const inventory = start();
    for (let i = 0; i < 10; i++) inventory.hear('a', frame(i * 1000, i % 2 ? 'g1' : 'g2'));
    const later = 48 * HOUR_MS;
    const mixed = Array.from({ length: 60 }, (_, i) =>
      inventory.hear('a', frame(later + i, i % 3 ? 'g9' : 'g1')),
    ).flat();
    expect(mixed.filter((change) => change.kind === 'moved')).toEqual([]);
    const away = Array.from({ length: 60 }, (_, i) => inventory.hear('a', frame(later + 100 + i, 'g9'))).flat();
    expect(away.filter((change) => change.kind === 'moved')).toMatchObject([
      { now: 'g9', before: expect.stringContaining('g1') },
    ]);
  });

  it('tells of one that stays every hour, with its battery', () => {
    const inventory = start();
    const minute = (at: number) => [inventory.hear('a', frame(at * 60_000 - 1)), inventory.tick(at * 60_000)].flat();
    for (let i = 0; i < 6; i++) inventory.hear('a', frame(i));
    inventory.telemetry('a', 2900);
    const told = Array.from({ length: 150 }, (_, at) => minute(at / 2)).flat();
    expect(told.filter((change) => change.kind === 'presence')).toMatchObject([
      { beaconId: 'a', state: { batteryMv: 2900, presence: { present: true } } },
    ]);
  });

  it('knows nothing of strangers', () => {
    expect(start().hear('z', frame(0))).toEqual([]);
    expect(start().get('z')).toBeNull();
  });
});
