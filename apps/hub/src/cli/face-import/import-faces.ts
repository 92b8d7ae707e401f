import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type HadirError, isHadirError, type LocalizedText } from '@hadir/core';
import { type FaceAdviceView, type FaceBasis, type HubClient, isHubProblem } from '@hadir/sdk/client';
import { type FileProblem, type Photo, readPhotoFolder } from './read-folder.js';

export interface FaceImportOptions {
  readonly dryRun: boolean;
  readonly basis: FaceBasis;
  readonly basisReference: string;
  /** Why one or two photos have to do; null when three are asked for. */
  readonly fewerReason: string | null;
  /** Also those who are enrolled already. */
  readonly again: boolean;
  readonly onProgress?: (done: number, of: number) => void;
}

export interface FaceImportReport {
  readonly photos: number;
  readonly people: number;
  /** In a dry run: who would be, as far as their photos tell. */
  readonly enrolled: number;
  /** Enrolled before; left as they are. */
  readonly skipped: number;
  readonly problems: readonly FileProblem[];
}

const LEAST = 3;
type Outcome = { readonly state: 'enrolled' | 'skipped' | 'refused'; readonly problems: readonly FileProblem[] };

/** Enrols people from a folder of photos, by the same API as everybody else. One person's trouble stops no other. */
export async function importFaces(
  hub: HubClient,
  folder: string,
  options: FaceImportOptions,
): Promise<FaceImportReport> {
  const { byNumber, problems } = await readPhotoFolder(folder);
  const found = [...problems];
  const known = options.again ? new Set<string>() : await enrolledPeople(hub);
  const counts = { enrolled: 0, skipped: 0, refused: 0 };
  let done = 0;
  for (const [number, photos] of byNumber) {
    const outcome = await one(hub, { number, photos, known }, options);
    counts[outcome.state] += 1;
    found.push(...outcome.problems);
    done += 1;
    options.onProgress?.(done, byNumber.size);
  }
  return {
    photos: [...byNumber.values()].reduce((sum, photos) => sum + photos.length, 0),
    people: byNumber.size,
    enrolled: counts.enrolled,
    skipped: counts.skipped,
    problems: found,
  };
}

async function enrolledPeople(hub: HubClient): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const { person } of hub.faces.people({ limit: 500 })) ids.add(person.id);
  return ids;
}

interface Candidate {
  readonly number: string;
  readonly photos: readonly Photo[];
  readonly known: ReadonlySet<string>;
}

async function one(hub: HubClient, candidate: Candidate, options: FaceImportOptions): Promise<Outcome> {
  const { number, photos, known } = candidate;
  const problems: FileProblem[] = [];
  try {
    const personId = await personOf(hub, number);
    if (personId === null) {
      const text = { id: `Tidak ada pegawai ber-NIP ${number}.`, en: `Nobody has the NIP ${number}.` };
      return { state: 'refused', problems: photos.map(({ file }) => ({ file, text })) };
    }
    if (known.has(personId)) return { state: 'skipped', problems };
    const work = options.dryRun
      ? rehearse(hub, photos, options, problems)
      : enrol(hub, personId, photos, options, problems);
    return { state: (await work) ? 'enrolled' : 'refused', problems };
  } catch (error) {
    problems.push({ file: namesOf(photos), text: errorText(error) });
    return { state: 'refused', problems };
  }
}

/** What photos alone tell. Whether somebody else looks alike only the enrolment itself can say. */
async function rehearse(
  hub: HubClient,
  photos: readonly Photo[],
  options: FaceImportOptions,
  problems: FileProblem[],
): Promise<boolean> {
  let good = 0;
  for (const photo of photos) {
    const advice = await patiently(async () => hub.faces.assess(await pictureOf(photo)), problems, photo);
    if (advice === null) continue;
    if (advice.length === 0) good += 1;
    else problems.push({ file: photo.file, text: textOf(advice) });
  }
  return isEnough(good, photos, options, problems);
}

async function enrol(
  hub: HubClient,
  personId: string,
  photos: readonly Photo[],
  options: FaceImportOptions,
  problems: FileProblem[],
): Promise<boolean> {
  const { basis, basisReference, fewerReason } = options;
  const session = await retried(() => hub.faces.open({ personId, basis, basisReference }));
  let isFinished = false;
  try {
    let good = 0;
    for (const photo of photos) {
      const add = async () => hub.faces.addPicture(session.id, await pictureOf(photo));
      const added = await patiently(add, problems, photo);
      if (added?.taken === true) good += 1;
      else if (added !== null) problems.push({ file: photo.file, text: textOf(added.advice) });
    }
    if (!isEnough(good, photos, options, problems)) return false;
    const fewer = good < LEAST && fewerReason !== null ? { fewer: { reason: fewerReason } } : {};
    await retried(() => hub.faces.finish(session.id, fewer));
    isFinished = true;
    return true;
  } finally {
    if (!isFinished) await hub.faces.cancel(session.id).catch(() => undefined);
  }
}

function isEnough(
  good: number,
  photos: readonly Photo[],
  { fewerReason }: FaceImportOptions,
  problems: FileProblem[],
): boolean {
  const least = fewerReason === null ? LEAST : 1;
  if (good >= least) return true;
  const text = {
    id: `Hanya ${good} foto yang baik; perlu ${least}.`,
    en: `Only ${good} good photos; ${least} are needed.`,
  };
  problems.push({ file: namesOf(photos), text });
  return false;
}

const namesOf = (photos: readonly Photo[]): string => photos.map(({ file }) => file).join(', ');

async function personOf(hub: HubClient, number: string): Promise<string | null> {
  const { items } = await retried(() => hub.people.list({ search: number, limit: 10 }).page());
  const person = items.find(({ numbers }) => numbers.some(({ value }) => value === number));
  return person?.id ?? null;
}

const pictureOf = async ({ path }: Photo): Promise<string> => (await readFile(path)).toString('base64');

/** A photo that the hub refuses is a problem of that photo; null then. A hub that is away ends the import of the person. */
async function patiently<Result>(
  call: () => Promise<Result>,
  problems: FileProblem[],
  { file }: Photo,
): Promise<Result | null> {
  try {
    return await retried(call);
  } catch (error) {
    if (!isHubProblem(error) || error.definition.status >= 500) throw error;
    problems.push({ file, text: errorText(error) });
    return null;
  }
}

const MOST_WAITS = 20;

/** Waits when the hub says that these are too many requests a minute. */
async function retried<Result>(call: () => Promise<Result>): Promise<Result> {
  for (let waits = 0; ; waits++) {
    try {
      return await call();
    } catch (error) {
      if (!isHubProblem(error, 'REQUEST_TOO_MANY') || waits >= MOST_WAITS) throw error;
      await sleep(Math.min(60, Math.max(1, Number(error.details.seconds ?? 5))) * 1000);
    }
  }
}

function textOf(advice: readonly FaceAdviceView[]): LocalizedText {
  return {
    id: advice.map(({ text }) => text.id).join(' '),
    en: advice.map(({ text }) => text.en).join(' '),
  };
}

function errorText(error: unknown): LocalizedText {
  if (!isHadirError(error)) throw error;
  const known: HadirError = error;
  return {
    id: `${known.code}: ${known.text('id')}`,
    en: `${known.code}: ${known.text('en')}`,
  };
}
