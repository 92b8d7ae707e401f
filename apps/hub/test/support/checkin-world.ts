import { randomBytes } from 'node:crypto';
import { gattBeacon, type SimulatedGattBeacon } from '@hadir/plugin-ble-beacon/testing';
import type { TestHub } from './test-hub.js';

/** An office with one box that answers over GATT. */
export interface TestSite {
  readonly id: string;
  readonly name: string;
  readonly beacon: SimulatedGattBeacon;
}

/** What officers do at a hub before anybody can check in. */
export function checkinWorld(hub: () => TestHub, zone = 'Asia/Makassar') {
  async function ok<Body>(method: string, path: string, body?: unknown): Promise<Body> {
    const answer = await hub().call<Body>(method, `/api/v1${path}`, body === undefined ? {} : { body });
    if (answer.status >= 300) throw new TypeError(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
  return {
    ok,
    async addSite(name: string): Promise<TestSite> {
      const { id } = await ok<{ id: string }>('POST', '/checkin/sites', { name, zone });
      const reference = randomBytes(8);
      const { key } = await ok<{ key: string }>('POST', `/checkin/sites/${id}/beacons`, {
        name: `${name}, lobi`,
        kind: 'gatt',
        reference: reference.toString('hex'),
      });
      return { id, name, beacon: gattBeacon(Buffer.from(key, 'hex'), reference) };
    },
    async addPerson(name: string, sites: readonly TestSite[]): Promise<string> {
      const { id } = await ok<{ id: string }>('POST', '/people', { name });
      await ok('PUT', `/checkin/people/${id}/sites`, { siteIds: sites.map((site) => site.id) });
      return id;
    },
    async openWindow(personId: string): Promise<string> {
      return (await ok<{ code: string }>('POST', `/checkin/people/${personId}/window`)).code;
    },
    async phonesOf(personId: string): Promise<readonly { readonly id: string; readonly revokedAt: string | null }[]> {
      return (
        await ok<{ items: { id: string; revokedAt: string | null }[] }>('GET', `/checkin/phones?personId=${personId}`)
      ).items;
    },
    async decisionsOf(personId: string): Promise<readonly { readonly decision: string; readonly reasons: string[] }[]> {
      return (
        await ok<{ items: { decision: string; reasons: string[] }[] }>('GET', `/checkin/decisions?personId=${personId}`)
      ).items;
    },
  };
}
