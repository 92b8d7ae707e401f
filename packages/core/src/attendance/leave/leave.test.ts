import {
  type ApprovalStep,
  absenceRuns,
  assertMayDecide,
  correctionDeadline,
  DEFAULT_WARNINGS,
  type Decision,
  disciplineStanding,
  instant,
  isHadirError,
  isWorkingDay,
  netMinutes,
  nextStep,
  requestState,
  warningsFor,
} from '@hadir/core';
import { describe, expect, it } from 'vitest';
import { date, rules } from '../../../test/rules.js';

const schedule = rules.schedule('REG5-WITA');
const calendar = rules.calendar('ID-2026');
const isWorking = (on: ReturnType<typeof date>) => isWorkingDay(schedule, calendar, on);

describe('working time', () => {
  it('of a week in Ramadan is 32 h 30', () => {
    expect(netMinutes(schedule, calendar, date('2026-03-02'), date('2026-03-06'))).toBe(1950);
  });

  it('a correction one day after the deadline is refused', () => {
    expect(correctionDeadline(schedule, calendar, date('2026-07-15'), date('2026-07-23'), 5)).toEqual({
      accepted: false,
      lastDay: '2026-07-22',
    });
  });
});

describe('discipline', () => {
  const ten = ['10', '11', '12', '13', '16', '17', '25', '26', '27', '30'].map((d) => date(`2026-03-${d}`));

  it('a worked or excused day breaks the run', () => {
    const broken = [...ten.filter((on) => on !== '2026-03-25'), date('2026-03-31')];
    const standing = disciplineStanding(broken, 0, rules.discipline(), isWorking);
    expect(standing).toEqual({
      days: 10,
      sanction: 'PERNYATAAN_TIDAK_PUAS',
      longestRun: 6,
      salaryStopFrom: null,
    });
    expect(absenceRuns(broken, isWorking).map(({ days }) => days)).toEqual([6, 4]);
  });

  it('counts a date once and free days not at all', () => {
    const dates = [...ten, ...ten, date('2026-03-14'), date('2026-03-21')];
    expect(absenceRuns(dates, isWorking)).toEqual([{ days: 10, from: '2026-03-10', to: '2026-03-30' }]);
  });

  it('stops the salary from the month after the tenth day, also when the run goes on', () => {
    const on = [...ten, date('2026-03-31'), date('2026-04-01')];
    expect(disciplineStanding(on, 0, rules.discipline(), isWorking)).toMatchObject({
      longestRun: 12,
      sanction: 'PEMBERHENTIAN',
      salaryStopFrom: '2026-04',
    });
  });

  it('warns before it is too late', () => {
    expect(warningsFor({ days: 2, longestRun: 2 }, DEFAULT_WARNINGS)).toEqual({ days: null, consecutiveDays: null });
    expect(warningsFor({ days: 8, longestRun: 8 }, DEFAULT_WARNINGS)).toEqual({ days: 7, consecutiveDays: 8 });
  });
});

describe('approval', () => {
  const steps: ApprovalStep[] = ['supervisor', 'office-head', 'personnel-board'];
  const decision = (step: ApprovalStep, byPersonId: string, verdict: Decision['verdict'] = 'approve'): Decision => ({
    step,
    byPersonId,
    verdict,
    at: instant(0),
    reason: '',
  });
  const request = { personId: 'ani', steps };
  const refusal = (made: Decision[], next: Decision) => {
    try {
      assertMayDecide(request, made, next);
    } catch (error) {
      if (isHadirError(error)) return error.code;
    }
    return null;
  };

  it('goes up step by step', () => {
    const made = [decision('supervisor', 'budi'), decision('office-head', 'citra')];
    expect(requestState(steps, made)).toBe('pending');
    expect(nextStep(steps, made)).toBe('personnel-board');
    expect(requestState(steps, [...made, decision('personnel-board', 'dedi')])).toBe('approved');
    expect(requestState(steps, [decision('supervisor', 'budi', 'reject')])).toBe('rejected');
    expect(nextStep(steps, [decision('supervisor', 'budi', 'reject')])).toBeNull();
    expect(refusal(made, decision('personnel-board', 'dedi'))).toBeNull();
  });

  it('is never given by oneself, twice by one person, or out of turn', () => {
    expect(refusal([], decision('supervisor', 'ani'))).toBe('APPROVAL_OWN');
    expect(refusal([decision('supervisor', 'budi')], decision('office-head', 'budi'))).toBe('APPROVAL_OWN');
    expect(refusal([], decision('office-head', 'citra'))).toBe('APPROVAL_STEP');
    expect(refusal([decision('supervisor', 'budi', 'reject')], decision('office-head', 'citra'))).toBe('APPROVAL_STEP');
  });
});
