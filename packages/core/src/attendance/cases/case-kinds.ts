import type { CaseKind } from './case-kind.js';
import {
  absentRuleCase,
  correctionCase,
  disciplineCase,
  monthCase,
  netMinutesCase,
  workingDaysCase,
} from './counting-cases.js';
import { dayCase, recapCase } from './day-cases.js';
import {
  clockCase,
  employeeNumberCase,
  emptyPullCase,
  lateArrivalCase,
  mergeCase,
  nikCase,
  phoneCase,
  resolveCase,
  temperatureCase,
} from './evidence-cases.js';

/** All kinds of worked examples by the `kind` in their `given`. */
export const CASE_KINDS: ReadonlyMap<string, CaseKind> = new Map([
  ['day', dayCase],
  ['recap', recapCase],
  ['leave-days', workingDaysCase],
  ['working-days', workingDaysCase],
  ['net-minutes', netMinutesCase],
  ['correction', correctionCase],
  ['month', monthCase],
  ['absent-rule', absentRuleCase],
  ['discipline', disciplineCase],
  ['employee-number', employeeNumberCase],
  ['nik', nikCase],
  ['merge', mergeCase],
  ['late-arrival', lateArrivalCase],
  ['clock', clockCase],
  ['resolve', resolveCase],
  ['empty-pull', emptyPullCase],
  ['phone', phoneCase],
  ['temperature', temperatureCase],
]);
