import { type Advert, readAdvert, toHex } from '@hadir/sdk/proximity';
import type { Heard } from '../gateways/heard.js';

/** What every gateway codec tells of one advert. */
export interface HeardView {
  readonly gw: string | null;
  readonly mac: string | null;
  readonly random: boolean | null;
  readonly rssi: number;
  /** Unix seconds by the gateway's clock. */
  readonly ts: number | null;
  readonly adv: string | null;
  readonly beacon: Advert | null;
}

export function viewOf(heard: Heard): HeardView {
  return {
    gw: heard.gateway,
    mac: heard.mac,
    random: heard.random,
    rssi: heard.rssiDbm,
    ts: heard.gatewayAtMs === null ? null : heard.gatewayAtMs / 1000,
    adv: heard.adv && toHex(heard.adv),
    beacon: heard.adv && readAdvert(heard.adv),
  };
}

/** The fields of a beacon beside those of the radio, as most gateways print them. */
export function flatViewOf(heard: Heard): HeardView & Readonly<Record<string, unknown>> {
  const view = viewOf(heard);
  return { ...view.beacon, ...view };
}
