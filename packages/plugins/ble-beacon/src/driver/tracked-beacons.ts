import { createEidTable, type EidTable, fromHex, readAdvert } from '@hadir/sdk/proximity';
import type { BeaconConfig } from '../config.js';
import type { Heard } from '../gateways/heard.js';

export interface Recognised {
  readonly beaconId: string;
  /** By a rotating identifier in its time. */
  readonly proven: boolean;
  readonly batteryMv: number | null;
}

/** Says which configured beacon an advert came from. */
export interface TrackedBeacons {
  readonly eids: EidTable;
  recognise(heard: Heard, nowSeconds: number): Recognised | null;
}

const DEFAULT_EXPONENT = 5;
/** Names of beacons cannot hold this. */
const OLD_KEY = ' old key';
const nameOf = (eidId: string): string => (eidId.endsWith(OLD_KEY) ? eidId.slice(0, -OLD_KEY.length) : eidId);

export function trackBeacons(
  beacons: readonly BeaconConfig[],
  clocks: ReadonlyMap<string, readonly [offset: number, syncedAt: number]>,
  nowSeconds: number,
): TrackedBeacons {
  const names = new Map<string, string>();
  const eids = createEidTable();
  for (const beacon of beacons) {
    const identityKey = fromHex(beacon.identityKey ?? '');
    if (beacon.match === 'eid' && identityKey?.length === 16) {
      const [clockOffsetSeconds, syncedAtSeconds] = clocks.get(beacon.id) ?? [
        beacon.clockOffsetSeconds ?? 0,
        nowSeconds,
      ];
      const rotationExponent = beacon.rotationExponent ?? DEFAULT_EXPONENT;
      const one = { rotationExponent, clockOffsetSeconds, syncedAtSeconds };
      eids.put({ ...one, id: beacon.id, identityKey });
      const before = fromHex(beacon.previousIdentityKey ?? '');
      if (before?.length === 16) eids.put({ ...one, id: `${beacon.id}${OLD_KEY}`, identityKey: before });
    } else if (beacon.value !== undefined) {
      names.set(`${beacon.match} ${normalForm(beacon.value)}`, beacon.id);
    }
  }
  /** Telemetry comes in frames without a name; it belongs to the beacon last heard from that address. */
  const byMac = new Map<string, string>();
  return {
    eids,
    recognise(heard, nowSeconds) {
      const advert = heard.adv && readAdvert(heard.adv);
      const macName = heard.mac === null ? undefined : names.get(`mac ${heard.mac}`);
      if (advert?.kind === 'eddystone-tlm') {
        const beaconId = macName ?? byMac.get(heard.mac ?? '');
        return beaconId === undefined ? null : { beaconId, proven: false, batteryMv: advert.battMv };
      }
      const found = ((): Recognised | null => {
        if (advert?.kind === 'eddystone-eid') {
          const match = eids.observe(advert.eid, nowSeconds);
          return match?.fresh ? { beaconId: nameOf(match.beaconId), proven: true, batteryMv: null } : null;
        }
        const key = advert && keyOf(advert);
        const beaconId = (key === null ? undefined : names.get(key)) ?? macName;
        return beaconId === undefined ? null : { beaconId, proven: false, batteryMv: null };
      })();
      if (found && heard.mac !== null) {
        if (byMac.size > 10_000) byMac.clear();
        byMac.set(heard.mac, found.beaconId);
      }
      return found;
    },
  };
}

function normalForm(value: string): string {
  return value.toLowerCase().replaceAll(/[:-]/g, '');
}

function keyOf(advert: NonNullable<ReturnType<typeof readAdvert>>): string | null {
  switch (advert.kind) {
    case 'ibeacon':
      return `ibeacon ${normalForm(advert.uuid)}/${advert.major}/${advert.minor}`;
    case 'altbeacon':
      return `altbeacon ${advert.id}`;
    case 'eddystone-uid':
      return `eddystone-uid ${advert.namespace}${advert.instance}`;
    default:
      return null;
  }
}
