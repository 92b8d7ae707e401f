import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Language } from '@hadir/core';
import type { PhonesPlan } from '@hadir/plugin-ble-beacon/testing';
import { enrolPhones } from './phones-enrol.js';

/** Simulated phones beside the terminals, in a process of their own. */
export interface DemoPhones {
  stop(): Promise<void>;
}

const TESTING = '@hadir/plugin-ble-beacon/testing';
const STOP_MS = 3_000;
/** If this process is killed, the phones notice that the channel to it closed, and end. */
const END_WITH_PARENT = "data:text/javascript,process.on('disconnect',()=>process.exit(0))";

interface Told {
  readonly name: string;
  readonly direction: 'in' | 'out';
  readonly decision: 'accept' | 'review' | 'reject';
  readonly texts: readonly { readonly id: string; readonly en: string }[];
}

/** @param hub where to enrol them, and as whom; done once, their keys are kept in the folder */
export async function startPhones(
  hub: { readonly url: string; readonly key: string; readonly rpId: string; readonly origin: string },
  folder: string,
  language: Language,
  write: (line: string) => void,
): Promise<DemoPhones> {
  const file = join(folder, 'phones.json');
  const { rpId, origin } = hub;
  const plan: PhonesPlan = {
    ...((await readPlan(file)) ?? (await enrolPhones(hub))),
    rpId,
    origin,
    baseUrl: hub.url,
    language,
  };
  // They hold the simulated phones' private keys.
  await writeFile(file, JSON.stringify(plan), { mode: 0o600 });
  const script = join(dirname(createRequire(import.meta.url).resolve(TESTING)), 'phones.js');
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, script, file], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new TypeError(`the simulated phones ended with ${code}`)));
    const hear = (line: string): void => {
      if (line === 'ready') resolve();
      else tell(JSON.parse(line) as Told, language, write);
    };
    if (child.stdout) createInterface({ input: child.stdout }).on('line', hear);
  });
  return { stop: () => stop(child) };
}

/** What is accepted shows as an event; here is told what is not. */
function tell({ name, decision, texts }: Told, language: Language, write: (line: string) => void): void {
  if (decision === 'accept') return;
  const words = {
    id: { review: 'menunggu petugas', reject: 'ditolak' },
    en: { review: 'waits for an officer', reject: 'refused' },
  };
  const what = language === 'id' ? 'Ponsel' : 'Phone of';
  write(`▸ ${what} ${name}: ${words[language][decision]} – ${texts.map((text) => text[language]).join(' ')}`);
}

async function readPlan(file: string): Promise<Omit<PhonesPlan, 'baseUrl' | 'language'> | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as PhonesPlan;
  } catch {
    return null;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(late);
}
