import { CHECKIN_REASONS } from '@hadir/sdk/checkin';
import Type, { type Static } from 'typebox';
import type { Beacon, DecisionRecord, Phone, Site } from '../../checkin/index.js';
import { Facts, iso, Name, nullable, Time, Uuid } from '../views/common.js';

export const ReasonCode = Type.Enum(Object.keys(CHECKIN_REASONS) as (keyof typeof CHECKIN_REASONS)[]);
export const Decision = Type.Union([Type.Literal('accept'), Type.Literal('review'), Type.Literal('reject')]);
export const Direction = Type.Union([Type.Literal('in'), Type.Literal('out')]);

export const Witness = Type.Enum(['off', 'review', 'required'], {
  description: 'Whether a gateway must have heard the phone itself; without it an officer looks, or it is refused.',
});

const rule = {
  thresholdDbm: Type.Integer({ minimum: -110, maximum: -20, description: 'Accepted from here on.' }),
  reviewBandDb: Type.Integer({ minimum: 0, maximum: 20 }),
  minFrames: Type.Integer({ minimum: 3, maximum: 100 }),
  minDistinctSeconds: Type.Integer({ minimum: 1, maximum: 60 }),
  minSpreadMs: Type.Integer({ minimum: 1000, maximum: 60_000 }),
};
const witnessRule = {
  witness: Witness,
  witnessDbm: Type.Integer({ minimum: -110, maximum: -20, description: 'A gateway that hears less counts as far.' }),
  gatewayIds: Type.Array(Uuid, { maxItems: 50, description: 'Devices of gateways whose word counts here.' }),
};
export const RuleInput = Type.Partial(Type.Object({ ...rule, ...witnessRule }), {
  additionalProperties: false,
  minProperties: 1,
});
export const SiteInput = Type.Object(
  { name: Name, zone: Type.String({ minLength: 1, maxLength: 64 }), ...Type.Partial(Type.Object(rule)).properties },
  { additionalProperties: false },
);
export const SiteView = Type.Object({
  id: Uuid,
  deviceId: Uuid,
  name: Type.String(),
  zone: Type.String(),
  ...rule,
  ...witnessRule,
  calibration: nullable(Facts),
});
export const siteView = (site: Site): Static<typeof SiteView> => ({
  ...site,
  gatewayIds: [...site.gatewayIds],
  calibration: site.calibration === null ? null : { ...site.calibration },
});

const Walk = Type.Array(Type.Array(Type.Integer({ minimum: -127, maximum: 20 }), { maxItems: 500 }), { maxItems: 50 });
export const WalkInput = Type.Object(
  { insideDbm: Walk, outsideDbm: Walk },
  { additionalProperties: false, description: 'One list of strengths for each place.' },
);

export const BeaconInput = Type.Object(
  {
    name: Name,
    kind: Type.Union([Type.Literal('eid'), Type.Literal('gatt')]),
    key: Type.Optional(Type.String({ pattern: '^[0-9a-fA-F]{32}$', description: 'Made by the hub when left out.' })),
    reference: Type.Optional(
      Type.String({ pattern: '^[0-9a-fA-F]{16}$', description: 'gatt: the id it answers with.' }),
    ),
    rotationExponent: Type.Optional(Type.Integer({ minimum: 0, maximum: 15 })),
    clockOffsetSeconds: Type.Optional(Type.Integer({ minimum: -4_294_967_295, maximum: 4_294_967_295 })),
  },
  { additionalProperties: false },
);
export const BeaconView = Type.Object({
  id: Uuid,
  siteId: Uuid,
  name: Type.String(),
  kind: Type.String(),
  reference: nullable(Type.String()),
  rotationExponent: Type.Integer(),
  clockOffsetSeconds: Type.Integer({ description: "Beacon's counter minus Unix time." }),
  syncedAt: Time,
  revokedAt: nullable(Time),
  lastHeardAt: nullable(Time),
  lastHeardDbm: nullable(Type.Integer()),
  batteryMillivolts: nullable(Type.Integer()),
  batteryAt: nullable(Time),
  oldKeyUntil: nullable(Time),
});
export const beaconView = (beacon: Beacon): Static<typeof BeaconView> => ({
  ...beacon,
  syncedAt: beacon.syncedAt.toISOString(),
  revokedAt: iso(beacon.revokedAt),
  lastHeardAt: iso(beacon.lastHeardAt),
  batteryAt: iso(beacon.batteryAt),
  oldKeyUntil: iso(beacon.oldKeyUntil),
});
export const BeaconKeyInput = Type.Object(
  {
    key: Type.Optional(Type.String({ pattern: '^[0-9a-fA-F]{32}$', description: 'Made by the hub when left out.' })),
    graceHours: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 720, description: 'How long the old key counts too; default 72.' }),
    ),
    clockOffsetSeconds: Type.Optional(Type.Integer({ minimum: -4_294_967_295, maximum: 4_294_967_295 })),
  },
  { additionalProperties: false },
);

export const PhoneView = Type.Object({
  id: Uuid,
  person: Type.Object({ id: Uuid, name: Type.String() }),
  assurance: Type.Union([Type.Literal('attested'), Type.Literal('low')]),
  attestation: Facts,
  allowedBy: Type.String(),
  enrolledAt: Time,
  revokedAt: nullable(Time),
  revokedBy: nullable(Type.String()),
  revokeReason: nullable(Type.String()),
});
export const phoneView = (phone: Phone): Static<typeof PhoneView> => ({
  id: phone.id,
  person: { id: phone.personId, name: phone.personName },
  assurance: phone.assurance,
  attestation: { ...phone.attestation },
  allowedBy: phone.allowedBy,
  enrolledAt: phone.enrolledAt.toISOString(),
  revokedAt: iso(phone.revokedAt),
  revokedBy: phone.revokedBy,
  revokeReason: phone.revokeReason,
});

export const DecisionView = Type.Object({
  id: Uuid,
  at: Time,
  person: Type.Object({ id: Uuid, name: Type.String() }),
  phoneId: Uuid,
  site: nullable(Type.Object({ id: Uuid, name: Type.String() })),
  direction: Direction,
  decision: Decision,
  reasons: Type.Array(ReasonCode),
  rules: Facts,
  facts: Facts,
  review: nullable(Type.Union([Type.Literal('open'), Type.Literal('approved'), Type.Literal('refused')])),
  reviewedBy: nullable(Type.String()),
  reviewedAt: nullable(Time),
  reviewNote: nullable(Type.String()),
});
export const decisionView = (one: DecisionRecord): Static<typeof DecisionView> => ({
  id: one.id,
  at: one.at.toISOString(),
  person: { id: one.personId, name: one.personName },
  phoneId: one.phoneId,
  site: one.siteId === null ? null : { id: one.siteId, name: one.siteName ?? '' },
  direction: one.direction,
  decision: one.decision,
  reasons: [...one.reasons],
  rules: { ...one.rules },
  facts: { ...one.facts },
  review: one.review,
  reviewedBy: one.reviewedBy,
  reviewedAt: iso(one.reviewedAt),
  reviewNote: one.reviewNote,
});
