/**
 * Simulated phones that check in at a hub by its real protocol, for demonstrations. The one argument is a file with
 * `PhonesPlan` as JSON; each decision is one line of JSON on standard output, after a first line that says `ready`.
 */
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { bindChallenge, createCheckinClient, type Evidence, evidenceBytes, toBase64url } from '@hadir/sdk/checkin';
import { simulateWalk } from './beacon.js';
import type { PhonesPlan, SimulatedPhone } from './phones-plan.js';
import { softwareAuthenticator } from './software-authenticator.js';

const FRAMES = 10;
const FRAME_EVERY_MS = 550;
/** A record of the beacon made so long ago. */
const REPLAY_AGE_MS = 3_600_000;

const plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as PhonesPlan;
const client = createCheckinClient({ baseUrl: plan.baseUrl, language: plan.language });
const beacon = { identityKey: Buffer.from(plan.beaconKey, 'hex'), rotationExponent: 5 };
const stop = new AbortController();

function hear(phone: SimulatedPhone, turn: number): Evidence['frames'] {
  const fromMs = Date.now() - (phone.behaviour === 'replays' ? REPLAY_AGE_MS : 0);
  const walk = { fromMs, frames: FRAMES, intervalMs: FRAME_EVERY_MS, metres: phone.behaviour === 'far' ? 7 : 2 };
  return simulateWalk(beacon, walk, { seed: (Date.now() % 100_000) + turn }).map(({ atMs, rssiDbm, adv }) => ({
    dt: atMs - fromMs,
    rssi: rssiDbm,
    adv: Buffer.from(adv).toString('hex'),
  }));
}

async function checkIn(phone: SimulatedPhone, turn: number): Promise<void> {
  const direction = turn % 2 === 0 ? 'in' : 'out';
  const key = createPrivateKey({ key: phone.privateKey, format: 'pem' });
  const authenticator = softwareAuthenticator({
    rpId: plan.rpId,
    origin: plan.origin,
    key,
    credentialId: phone.credentialId,
  });
  const begun = await client.begin(phone.credentialId, direction);
  const frames = hear(phone, turn);
  await pause(FRAMES * FRAME_EVERY_MS, undefined, { signal: stop.signal });
  const evidence = evidenceBytes({ site: plan.siteId, method: 'eid', frames, model: 'simulated' });
  const challenge = await bindChallenge(Buffer.from(begun.nonce, 'base64url'), evidence);
  const assertion = authenticator.assert(challenge);
  const { decision, texts } = await client.finish({ nonce: begun.nonce, evidence: toBase64url(evidence), assertion });
  process.stdout.write(`${JSON.stringify({ name: phone.name, direction, decision, texts })}\n`);
}

async function live(phone: SimulatedPhone, place: number): Promise<void> {
  await pause(place * 1500, undefined, { signal: stop.signal });
  for (let turn = 0; !stop.signal.aborted; turn++) {
    // The hub may be starting or stopping; the next turn tries again.
    await checkIn(phone, turn).catch(() => undefined);
    await pause(phone.everyMs, undefined, { signal: stop.signal });
  }
}

process.once('SIGTERM', () => stop.abort());
process.once('disconnect', () => stop.abort());
process.stdout.write('ready\n');
await Promise.all(plan.phones.map((phone, place) => live(phone, place).catch(() => undefined)));
process.exit(0);
