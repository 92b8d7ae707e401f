import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { Driver } from '@hadir/sdk';
import { runDriver } from '@hadir/sdk/host';
import { conformance, memorySink, until } from '@hadir/sdk/testing';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const RECORDS = [
  '1 0042 2026-01-05T07:31:05',
  '2 0007 2026-01-05T07:31:40',
  '3 0042 2026-02-31T07:30:00',
  '4 A12 2026-01-05T16:01:00',
];

/** The imaginary Acme T1 of docs/vendor/first-plugin.md. */
function terminal(socket: Socket, breakAfter: () => number): void {
  socket.on('error', () => undefined);
  createInterface({ input: socket }).on('line', (line) => {
    const from = Number(/^LOG (\d+)$/.exec(line)?.[1]);
    const records = RECORDS.filter((record) => Number.parseInt(record, 10) > from);
    const whole = `${[...records, 'END'].join('\n')}\n`;
    if (breakAfter() >= whole.length) socket.write(whole);
    else socket.write(whole.slice(0, breakAfter()), () => socket.destroy());
  });
}

let folder = '';
let server: Server;
let breakAfter = Number.POSITIVE_INFINITY;
const config = () => ({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });

/** The code of the page itself, as a vendor would copy it. */
async function documentedDriver(): Promise<Driver> {
  const page = readFileSync(join(root, 'docs', 'vendor', 'first-plugin.md'), 'utf8');
  const code = /^```ts\n([\s\S]*?)^```/m.exec(page)?.[1] ?? '';
  const { outputFiles } = await build({
    stdin: { contents: code, loader: 'ts', resolveDir: join(root, 'test') },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    conditions: ['hadir-source'],
  });
  const file = join(folder, 'acme.mjs');
  writeFileSync(file, outputFiles[0]?.text ?? '');
  return ((await import(pathToFileURL(file).href)) as { default: Driver }).default;
}

folder = mkdtempSync(join(tmpdir(), 'hadir-acme-'));
const driver = await documentedDriver();

beforeAll(async () => {
  server = createServer((socket) => terminal(socket, () => breakAfter)).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the plugin of the vendor guide', () => {
  it('reads every record, keeps an impossible date, and resumes from its cursor', async () => {
    const sink = memorySink();
    const running = await runDriver(driver, { sink, deviceId: 'gate', config: config() });
    await until('all records', () => sink.readings('gate').length === RECORDS.length);
    await running.stop();
    expect(sink.cursor('gate')).toBe(4);
    expect(sink.readings('gate').map((reading) => reading.time.form)).toEqual(['wall', 'wall', 'invalid', 'wall']);
  });

  it('fails loudly when the line breaks in the middle of the log', async () => {
    breakAfter = 40;
    const sink = memorySink();
    const running = await runDriver(driver, { sink, deviceId: 'gate', config: config() });
    await until('the failure', () => running.status().lastError !== null);
    expect(running.status().lastError?.error.code).toBe('ACME_NO_ANSWER');
    expect(sink.readings('gate')).toEqual([]);
    breakAfter = Number.POSITIVE_INFINITY;
    await until('all records', () => sink.readings('gate').length === RECORDS.length);
    await running.stop();
  });

  const checks = conformance(driver, { config, unreachable: { host: '127.0.0.1', port: 1 } });
  for (const check of checks) it(check.name, check.run);
});
