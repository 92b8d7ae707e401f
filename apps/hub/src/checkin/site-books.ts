import { createEidTable, type EidTable } from '@hadir/sdk/proximity';
import { activeBeacons, type BeaconWithKey } from './beacons.js';
import type { CheckinContext } from './context.js';
import { getSite, type Site } from './sites.js';

/** All that is needed to judge a check-in at one site. */
export interface SiteBook {
  readonly site: Site;
  /** One entry for each key that counts: after a change of keys, the old one for a while too. */
  readonly beacons: readonly BeaconWithKey[];
  /** Of those that send rotating identifiers, by `keyId`. */
  readonly eids: EidTable;
}

/** Which state of a site; it grows with every change of its rule, beacons or keys, on whichever hub. */
export interface SiteVersion {
  readonly id: string;
  readonly version: number;
}

export type SiteBooks = (wanted: SiteVersion) => Promise<SiteBook>;

/** Opens the keys of a site once for each version instead of once for each check-in. */
export function createSiteBooks(context: CheckinContext): SiteBooks {
  const books = new Map<string, { readonly version: number; readonly book: Promise<SiteBook> }>();
  return ({ id, version }) => {
    const known = books.get(id);
    if (known && known.version >= version) return known.book;
    const book = load(context, id);
    books.set(id, { version, book });
    book.catch(() => {
      if (books.get(id)?.book === book) books.delete(id);
    });
    return book;
  };
}

async function load(context: CheckinContext, id: string): Promise<SiteBook> {
  const { pool } = context.database;
  const [site, beacons] = await Promise.all([getSite(pool, id), activeBeacons(context, pool, id, 'of-site')]);
  return { site, beacons, eids: eidTableOf(beacons) };
}

export function eidTableOf(beacons: readonly BeaconWithKey[]): EidTable {
  return createEidTable(
    beacons
      .filter(({ kind }) => kind === 'eid')
      .map(({ keyId, key, rotationExponent, clockOffsetSeconds, syncedAt }) => ({
        id: keyId,
        identityKey: key,
        rotationExponent,
        clockOffsetSeconds,
        syncedAtSeconds: Math.floor(syncedAt.getTime() / 1000),
      })),
  );
}
