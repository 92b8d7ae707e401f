import {
  attendanceError,
  checkDisciplineRules,
  MethodPolicy,
  readyCalendar,
  readyProfile,
  readySchedule,
} from '@hadir/core';
import Type, { type Static, type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { ApprovalRules, misorderedSteps } from './approval-rules.js';

export const RULE_KINDS = [
  'calendar',
  'schedule',
  'profile',
  'method-policy',
  'discipline',
  'approvals',
  'tpp',
] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

/** Full monthly TPP by class of post, in whole rupiah. */
export const TppTable = Type.Object(
  {
    source: Type.Optional(Type.String()),
    classes: Type.Record(Type.String({ minLength: 1, maxLength: 40 }), Type.Integer({ minimum: 0, maximum: 1e12 })),
    note: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type TppTable = Static<typeof TppTable>;

/** @throws RULES_INVALID with the place */
function fits(schema: TSchema, document: unknown, place: string): void {
  if (Value.Check(schema, document)) return;
  const fault = Value.Errors(schema, document)[0];
  throw attendanceError('RULES_INVALID', {
    place: `${place}${fault?.instancePath ?? ''}`,
    reason: fault?.message ?? 'does not match',
  });
}

/**
 * Checks a document on its own.
 * @throws RULES_INVALID, BANDS_GAP, BANDS_OVERLAP, SCHEDULE_INVALID, … with the place in the document
 */
export function checkRule(kind: RuleKind, name: string, document: unknown): void {
  switch (kind) {
    case 'calendar':
      readyCalendar(name, document);
      return;
    case 'schedule':
      readySchedule(name, document);
      return;
    case 'profile':
      readyProfile(name, document);
      return;
    case 'discipline':
      checkDisciplineRules(document);
      return;
    case 'method-policy':
      fits(MethodPolicy, document, `method-policies/${name}`);
      return;
    case 'tpp':
      fits(TppTable, document, `tpp/${name}`);
      return;
    case 'approvals': {
      fits(ApprovalRules, document, `approvals/${name}`);
      const place = misorderedSteps(document as ApprovalRules);
      if (place !== null) {
        throw attendanceError('RULES_INVALID', {
          place: `approvals/${name}/${place}`,
          reason: 'the order is supervisor, office-head, personnel-board',
        });
      }
      return;
    }
  }
}
