import { type HikHostWanted, hikHostListXml, hikHostXml, isHostSet, readHikHosts } from '../../wire/hik-hosts.js';
import type { HikApi } from './api.js';
import { refused } from './api.js';

const PATH = '/ISAPI/Event/notification/httpHosts';
const XML = 'application/xml';

/** Keeps a terminal pushing to us. */
export interface PushTarget {
  /** Sets the listening host when it is not set. @returns whether it had to be. @throws as `HikApi.text` */
  arm(signal: AbortSignal): Promise<boolean>;
}

export function pushTarget(api: HikApi, wanted: HikHostWanted): PushTarget {
  async function isSet(signal: AbortSignal): Promise<boolean> {
    return isHostSet(readHikHosts(await api.text(PATH, { signal })), wanted);
  }

  return {
    async arm(signal) {
      if (await isSet(signal)) return false;
      const order = { method: 'PUT', contentType: XML, signal } as const;
      // The list would take away other hosts; firmware that lacks the single resource gets the list.
      const single = await api.order(`${PATH}/${wanted.slot}`, { ...order, body: hikHostXml(wanted) });
      if (single === null && (await isSet(signal))) return true;
      const list = await api.order(PATH, { ...order, body: hikHostListXml(wanted) });
      if (list !== null) throw refused(api.address, PATH, list);
      return true;
    },
  };
}
