import { type Driver, type FaceRequest, isHadirError } from '@hadir/sdk';
import { runDriver } from '@hadir/sdk/host';
import { memorySink, until } from '@hadir/sdk/testing';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ensureDist, fixture, pluginOf, type TestHost, testHost } from './support.js';

let running: TestHost | null = null;
beforeAll(ensureDist);
afterEach(async () => {
  await running?.host.stop();
  running = null;
});

const PICTURE_MAX = 5_600_000;
const never = new AbortController().signal;

async function started(): Promise<TestHost> {
  running = testHost([fixture('facer'), fixture('steady')]);
  await running.host.start();
  return running;
}

const capture = (deviceId: string): FaceRequest<'capture'> => ({ name: 'capture', deviceId });

/** What the host threw and everything it told meanwhile, as one text to look for faces in. */
async function failing({ host, heard }: TestHost, deviceId: string, budgetMs = 5_000) {
  const error: unknown = await host.faces('facer', 'capture', capture(deviceId), never, budgetMs).catch((e) => e);
  if (!isHadirError(error)) throw new Error(`not a HadirError: ${String(error)}`);
  const told = JSON.stringify([error.message, error.details, heard.logs, heard.raised, pluginOf(host, 'facer')]);
  return { code: error.code, told };
}

describe('face calls to a plugin process', () => {
  test('the answer comes back as agreed, the largest picture both ways', async () => {
    const { host } = await started();
    expect(await host.faces('facer', 'models', { name: 'models' }, never)).toEqual({
      models: [{ id: 'fixture', version: '0123456789abcdef' }],
    });
    const { picture } = await host.faces('facer', 'capture', capture('largest'), never);
    expect(picture).toHaveLength(PICTURE_MAX);
    const assessed = await host.faces('facer', 'assess', { name: 'assess', picture }, never);
    expect(assessed.face?.widthPx).toBe(PICTURE_MAX);
    expect(pluginOf(host, 'facer').restarts).toBe(0);
  });

  test('a full batch of a gallery fits into a frame', async () => {
    const { host } = await started();
    const template = { model: { id: 'fixture', version: '0123456789abcdef' }, vector: 'A'.repeat(2732) };
    const entries = Array.from({ length: 500 }, (_, at) => ({
      personKey: `k${at}`,
      gallery: 'unit',
      templates: Array.from({ length: 5 }, () => template),
    }));
    expect(await host.faces('facer', 'load', { name: 'load', fresh: true, entries }, never)).toEqual({ people: 500 });
  });

  test('what a plugin does not do is said with a code', async () => {
    const { host } = await started();
    const forget = host.faces('facer', 'forget', { name: 'forget', personKey: 'k1' }, never);
    await expect(forget).rejects.toMatchObject({ code: 'PLUGIN_FACES_UNSUPPORTED' });
    const other = host.faces('steady', 'models', { name: 'models' }, never);
    await expect(other).rejects.toMatchObject({ code: 'PLUGIN_FACES_UNSUPPORTED' });
    const unknown = host.faces('nobody', 'models', { name: 'models' }, never);
    await expect(unknown).rejects.toMatchObject({ code: 'PLUGIN_UNKNOWN' });
  });

  test('a request that is not as agreed does not reach the driver', async () => {
    const { host } = await started();
    const wrong = { name: 'assess', picture: '<svg>' } as FaceRequest<'assess'>;
    await expect(host.faces('facer', 'assess', wrong, never)).rejects.toMatchObject({
      code: 'PLUGIN_FACES_INVALID',
      details: { path: '/picture' },
    });
    const tooLong = { name: 'assess', picture: 'A'.repeat(PICTURE_MAX + 4) } as FaceRequest<'assess'>;
    await expect(host.faces('facer', 'assess', tooLong, never)).rejects.toMatchObject({ code: 'PLUGIN_FACES_INVALID' });
  });

  test.each(['garbage', 'one-too-many'])('an answer that is not as agreed goes no further: %s', async (mode) => {
    const run = await started();
    const { code, told } = await failing(run, mode);
    expect(code).toBe('PLUGIN_BUG');
    expect(told).not.toContain('0.93');
    expect(told).not.toContain('base64!');
    expect(pluginOf(run.host, 'facer').restarts).toBe(0);
    expect((await run.host.faces('facer', 'models', { name: 'models' }, never)).models).toHaveLength(1);
  });

  test('an answer past the runner ends the process', async () => {
    const run = await started();
    const { code } = await failing(run, 'goes-around');
    expect(code).toBe('PLUGIN_BUG');
    await until('it was ended', () => pluginOf(run.host, 'facer').lastExit?.reason === 'refused');
  });

  test('an error tells neither picture nor template', async () => {
    const { code, told } = await failing(await started(), 'tells-in-error');
    expect(code).toBe('PLUGIN_BUG');
    expect(told).toContain('no face in …');
    expect(told).not.toContain('AAAAAAAA');
    expect(told).not.toContain('0.3');
  });

  test.each(['coded', 'unreachable'])('an error that the driver names is its answer: %s', async (mode) => {
    const run = await started();
    expect((await failing(run, mode)).code).toBe('PLUGIN_DEVICE_OFFLINE');
    expect(pluginOf(run.host, 'facer').bugs).toBe(0);
  });

  test.each(['waits', 'deaf'])('a call ends with its time: %s', async (mode) => {
    const run = await started();
    expect((await failing(run, mode, 200)).code).toBe('PLUGIN_PHASE_TIMEOUT');
    expect((await run.host.faces('facer', 'models', { name: 'models' }, never)).models).toHaveLength(1);
  });

  test('a call ends with its signal', async () => {
    const { host } = await started();
    const asked = host.faces('facer', 'capture', capture('waits'), AbortSignal.timeout(100));
    await expect(asked).rejects.toMatchObject({ code: 'PLUGIN_CANCELLED' });
  });

  test.each(['hangs', 'dies'])('a plugin that %s loses the call and comes back', async (mode) => {
    const run = await started();
    expect((await failing(run, mode, 20_000)).code).toBe('PLUGIN_NOT_RUNNING');
    await until('it runs again', () => pluginOf(run.host, 'facer').state === 'running', 20_000);
    expect((await run.host.faces('facer', 'models', { name: 'models' }, never)).models).toHaveLength(1);
  });
});

test('the same inline', async () => {
  const entry = new URL('./fixtures/facer/index.mjs', import.meta.url).href;
  const { default: driver } = (await import(entry)) as { readonly default: Driver };
  const inline = await runDriver(driver, { sink: memorySink(), config: {} });
  try {
    expect((await inline.faces('capture', capture('largest'), never)).picture).toHaveLength(PICTURE_MAX);
    await expect(inline.faces('capture', capture('garbage'), never)).rejects.toMatchObject({ code: 'PLUGIN_BUG' });
    const forget = inline.faces('forget', { name: 'forget', personKey: 'k1' }, never);
    await expect(forget).rejects.toMatchObject({ code: 'PLUGIN_FACES_UNSUPPORTED' });
  } finally {
    await inline.stop();
  }
});
