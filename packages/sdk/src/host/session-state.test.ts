import { describe, expect, test } from 'vitest';
import { type StateFacts, stateOf } from './session-state.js';

const facts = (change: Partial<StateFacts>): StateFacts => ({
  previous: { state: 'online', detail: 'none' },
  plugin: 'up',
  phase: 'streaming',
  failure: null,
  attempts: 0,
  nowMs: 1_000_000,
  lastTrafficMs: 999_000,
  openedMs: 900_000,
  silentAfterMs: 120_000,
  clockOffsetMs: null,
  recordCount: null,
  recordCapacity: null,
  told: true,
  ...change,
});
const said = (change: Partial<StateFacts>) => {
  const { state, detail } = stateOf(facts(change));
  return `${state}/${detail}`;
};
const offline = { state: 'offline', detail: 'unreachable' } as const;

describe('the state of a device', () => {
  test.each<[string, Partial<StateFacts>, string]>([
    ['open and heard', {}, 'online/none'],
    ['heard, but before this session', { openedMs: 999_500, previous: offline }, 'offline/unreachable'],
    [
      'open for the first time, not heard yet',
      { lastTrafficMs: null, previous: { state: 'connecting', detail: 'none' } },
      'connecting/none',
    ],
    ['not heard for long', { lastTrafficMs: 900_001, silentAfterMs: 50_000 }, 'offline/silent'],
    ['never heard for long', { lastTrafficMs: null, silentAfterMs: 50_000 }, 'offline/silent'],
    ['heard again after silence', { previous: { state: 'offline', detail: 'silent' } }, 'online/none'],
    ['one lost session', { phase: 'waiting', failure: 'unreachable', attempts: 1 }, 'connecting/unreachable'],
    ['a failed reconnection', { phase: 'waiting', failure: 'unreachable', attempts: 2 }, 'offline/unreachable'],
    [
      'never reached',
      { phase: 'waiting', failure: 'unreachable', attempts: 1, lastTrafficMs: null },
      'offline/unreachable',
    ],
    ['a wrong key', { phase: 'waiting', failure: 'auth', attempts: 1 }, 'offline/auth'],
    ['trying again', { phase: 'connecting', previous: offline }, 'offline/unreachable'],
    ['a bug', { phase: 'waiting', failure: 'bug', attempts: 2 }, 'offline/plugin-error'],
    ['needs another configuration', { phase: 'stopped', failure: 'unsupported' }, 'stopped/unsupported'],
    ['its plugin is down', { plugin: 'down' }, 'offline/plugin-down'],
    [
      'its plugin is up again',
      { phase: null, previous: { state: 'offline', detail: 'plugin-down' } },
      'connecting/none',
    ],
    ['its plugin was never up', { plugin: 'idle', phase: null }, 'new/none'],
    ['the host was stopped', { plugin: 'stopped' }, 'stopped/none'],
    ['reading its log', { phase: 'backfilling' }, 'online/backfilling'],
    ['sending what it kept', { told: false }, 'online/backfilling'],
    ['its clock is off', { clockOffsetMs: -61_000 }, 'online/clock-skew'],
    ['its clock is a little off', { clockOffsetMs: 45_000 }, 'online/none'],
    [
      'its clock is a little off still',
      { clockOffsetMs: 45_000, previous: { state: 'online', detail: 'clock-skew' } },
      'online/clock-skew',
    ],
    ['its log is nearly full', { recordCount: 91, recordCapacity: 100 }, 'online/log-nearly-full'],
    ['a capacity of nothing', { recordCount: 91, recordCapacity: 0 }, 'online/none'],
  ])('%s', (_, change, expected) => {
    expect(said(change)).toBe(expected);
  });
});
