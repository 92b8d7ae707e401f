/**
 * Phones that check in at one hub, all at once: begin, evidence, signature, finish, over HTTP. Enrols them, then checks
 * everybody in and out as often as it is told to. Arguments: address, administrator key, phones, at once.
 */
import { createHash } from 'node:crypto';
import { type CheckinAnswer, type CheckinBegun, evidenceBytes } from '@hadir/sdk/checkin';
import { percentile } from '../lib/stats.js';
import { jsonCaller } from './json-caller.js';
import { openOffice, type Phone } from './office.js';

export interface CrowdReport {
  readonly perSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly accepted: number;
  readonly others: Readonly<Record<string, number>>;
}

const [url = '', key = '', people, atOnce] = process.argv.slice(2);
const connections = Number(atOnce);
const { call } = jsonCaller(url, connections);
const office = await openOffice(call, key, Number(people));

async function checkIn({ authenticator }: Phone, direction: 'in' | 'out'): Promise<CheckinAnswer> {
  const begun = await call<CheckinBegun>('POST', '/checkin/begin', { credentialId: authenticator.id, direction });
  const evidence = evidenceBytes({ site: office.siteId, method: 'eid', frames: office.hear() });
  // `bindChallenge`, without the turns that WebCrypto takes: in truth each phone has a processor of its own.
  const inner = createHash('sha256').update(evidence).digest();
  const nonce = Buffer.from(begun.nonce, 'base64url');
  const challenge = createHash('sha256').update('absen-checkin-v1\0').update(nonce).update(inner).digest();
  return call('POST', '/checkin/finish', {
    nonce: begun.nonce,
    evidence: Buffer.from(evidence).toString('base64url'),
    assertion: authenticator.assert(challenge),
  });
}

async function rush(direction: 'in' | 'out'): Promise<CrowdReport> {
  const waiting = [...office.phones];
  const times: number[] = [];
  const others: Record<string, number> = {};
  let accepted = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let phone = waiting.pop(); phone !== undefined; phone = waiting.pop()) {
        const since = performance.now();
        const { decision, reasons } = await checkIn(phone, direction);
        times.push(performance.now() - since);
        if (decision === 'accept') accepted += 1;
        else others[reasons.join('+')] = (others[reasons.join('+')] ?? 0) + 1;
      }
    }),
  );
  const perSecond = office.phones.length / ((performance.now() - started) / 1000);
  return { perSecond, medianMs: percentile(times, 0.5), p99Ms: percentile(times, 0.99), accepted, others };
}

process.on('message', (direction: 'in' | 'out') => {
  rush(direction).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
});
process.once('disconnect', () => process.exit(0));
process.send?.('ready');
