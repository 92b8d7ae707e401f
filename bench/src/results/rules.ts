import type { RuleInput } from '@hadir/sdk/client';
import type { Month } from './month.js';

const band = (from: number, to: number | null, points: number, code: string) => ({ from, to, points, code });

/** Five-day weeks without holidays, the common table of deductions, TPP of one class. */
export function benchRules({ first }: Month): readonly RuleInput[] {
  const held = { version: '1', validFrom: `${first.slice(0, 4)}-01-01` };
  const hours = (end: string, breakMinutes: number) => ({
    start: '07:30:00',
    end,
    breakMinutes,
    inWindow: ['06:00:00', '12:00:00'],
    outWindow: ['12:00:01', '23:00:00'],
  });
  return [
    { ...held, kind: 'calendar', name: 'PLAIN', document: { holidays: [], jointLeave: [], ramadan: [] } },
    {
      ...held,
      kind: 'schedule',
      name: 'FIVE',
      document: {
        zone: 'Asia/Makassar',
        calendar: 'PLAIN',
        kind: 'office',
        days: { '1-4': hours('16:00:00', 60), '5': hours('16:30:00', 90) },
      },
    },
    {
      ...held,
      kind: 'profile',
      name: 'COMMON',
      document: {
        baseShare: 0.4,
        capPoints: 100,
        late: [band(1, 30, 0.5, 'TL1'), band(31, 60, 1, 'TL2'), band(61, 90, 1.25, 'TL3'), band(91, null, 1.5, 'TL4')],
        early: [band(1, 30, 0.5, 'PSW1'), band(31, null, 1.5, 'PSW2')],
        missingIn: { points: 1.5, code: 'TL4' },
        missingOut: { points: 1.5, code: 'PSW2' },
        absentPoints: 3,
        apelAbsentPoints: 2,
      },
    },
    { ...held, kind: 'tpp', name: 'TPP', document: { classes: { '7': 2_500_000 } } },
  ];
}
