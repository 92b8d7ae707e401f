import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type * as Testing from '@hadir/plugin-ble-beacon/testing';
import { createCheckinClient } from '@hadir/sdk/checkin';
import { createHubClient } from '@hadir/sdk/client';
import { ZONE } from './offices.js';

type Enrolled = Omit<Testing.PhonesPlan, 'baseUrl' | 'language'>;

/** One honest, one too far from the beacon, one that sends what it recorded before. All names are made up. */
const OWNERS = [
  { name: 'Irwan Palakka', nip: '198703142012011007', behaviour: 'honest', everyMs: 30_000 },
  { name: 'Yuliana Bantimurung', nip: '199105092015032004', behaviour: 'far', everyMs: 40_000 },
  { name: 'Taufik Camba', nip: '198211202008011011', behaviour: 'replays', everyMs: 45_000 },
] as const;

/** Sets an office with a beacon up and enrols the phones, by the same calls that an administrator and a phone make. */
export async function enrolPhones(hub: {
  readonly url: string;
  readonly key: string;
  readonly rpId: string;
  readonly origin: string;
}): Promise<Enrolled> {
  const { url, key, rpId, origin } = hub;
  const { softwareAuthenticator } = await loadTesting();
  const call = async <Body>(method: string, path: string, body: unknown): Promise<Body> => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new TypeError(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? null : JSON.parse(text)) as Body;
  };
  const client = createHubClient({ url, key });
  const phone = createCheckinClient({ baseUrl: url });
  const site = await call<{ id: string }>('POST', '/checkin/sites', { name: 'Balai Kota (ponsel)', zone: ZONE });
  const made = await call<{ key: string }>('POST', `/checkin/sites/${site.id}/beacons`, { name: 'lobi', kind: 'eid' });
  const phones = await Promise.all(
    OWNERS.map(async ({ name, nip, behaviour, everyMs }) => {
      const person = await client.people.add({ name, numbers: [{ kind: 'nip', value: nip }] });
      await call('PUT', `/checkin/people/${person.id}/sites`, { siteIds: [site.id] });
      const { code } = await call<{ code: string }>('POST', `/checkin/people/${person.id}/window`, {});
      const { enrolmentId } = await phone.beginEnrolment(code);
      const authenticator = softwareAuthenticator({ rpId, origin });
      await phone.finishEnrolment(enrolmentId, authenticator.register(enrolmentId));
      const privateKey = authenticator.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      return { name, credentialId: authenticator.id, privateKey, behaviour, everyMs };
    }),
  );
  return { rpId, origin, siteId: site.id, beaconKey: made.key, phones };
}

/** Only the demonstration needs it, so the hub does not load it otherwise. */
async function loadTesting(): Promise<typeof Testing> {
  const path = createRequire(import.meta.url).resolve('@hadir/plugin-ble-beacon/testing');
  return (await import(pathToFileURL(path).href)) as typeof Testing;
}
