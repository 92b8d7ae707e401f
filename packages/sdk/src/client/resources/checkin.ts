import type { Connection } from '../options.js';
import { path } from '../paths.js';
import { request } from '../request.js';
import type { CheckinBeaconView, CheckinOfficeView } from '../views/checkin.js';

/** Offices where people check in from their own phones, for officers. Phones themselves use `@hadir/sdk/checkin`. */
export interface CheckinOfficesClient {
  list(signal?: AbortSignal): Promise<readonly CheckinOfficeView[]>;
  beacons(siteId: string, signal?: AbortSignal): Promise<readonly CheckinBeaconView[]>;
  /** Sets threshold and review band from a walk: strengths in dBm, one list for each place. */
  calibrate(
    siteId: string,
    walk: {
      readonly insideDbm: readonly (readonly number[])[];
      readonly outsideDbm: readonly (readonly number[])[];
    },
    signal?: AbortSignal,
  ): Promise<CheckinOfficeView>;
  /** @returns the new key, shown this once */
  changeKey(
    beaconId: string,
    change?: { readonly key?: string; readonly graceHours?: number; readonly clockOffsetSeconds?: number },
    signal?: AbortSignal,
  ): Promise<{ readonly beacon: CheckinBeaconView; readonly key: string }>;
}

export function checkinOfficesClient(connection: Connection): CheckinOfficesClient {
  const at = (...parts: string[]): string => path('checkin', ...parts);
  const list = async <Item>(where: string, signal?: AbortSignal): Promise<readonly Item[]> =>
    (await request<{ readonly items: readonly Item[] }>(connection, 'GET', where, { signal })).items;
  return {
    list: (signal) => list(at('sites'), signal),
    beacons: (siteId, signal) => list(at('sites', siteId, 'beacons'), signal),
    calibrate: (siteId, walk, signal) =>
      request(connection, 'POST', at('sites', siteId, 'calibration'), { body: walk, signal }),
    changeKey: (beaconId, change = {}, signal) =>
      request(connection, 'POST', at('beacons', beaconId, 'key'), { body: change, signal }),
  };
}
