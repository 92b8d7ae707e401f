import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Language } from '@hadir/core';
import type { PhonesPlan } from '@hadir/plugin-ble-beacon/testing';
import { enrolPhones } from './phones-enrol.js';
import { type Simulator, startSimulator } from './simulator.js';

const TESTING = '@hadir/plugin-ble-beacon/testing';

interface Told {
  readonly name: string;
  readonly direction: 'in' | 'out';
  readonly decision: 'accept' | 'review' | 'reject';
  readonly texts: readonly { readonly id: string; readonly en: string }[];
}

/**
 * Simulated phones beside the terminals, in a process of their own.
 * @param hub where to enrol them, and as whom; done once, their keys are kept in the folder
 */
export async function startPhones(
  hub: { readonly url: string; readonly key: string; readonly rpId: string; readonly origin: string },
  folder: string,
  language: Language,
  write: (line: string) => void,
): Promise<Simulator> {
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
  return startSimulator(script, [file], {
    what: 'the simulated phones',
    hear(line) {
      if (line === 'ready') return true;
      tell(JSON.parse(line) as Told, language, write);
      return false;
    },
  });
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
