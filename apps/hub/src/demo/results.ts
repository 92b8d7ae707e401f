import type { Language } from '@hadir/core';
import { systemClock } from '@hadir/sdk/host';
import { assign, loadRuleFiles, type ResultContext, readUnitDays, shippedRules, today } from '../attendance/index.js';
import type { Database } from '../store/index.js';

const ACTOR = 'demo';
const SHOW_EVERY_MS = 20_000;

/** The shipped rules, for everybody: a five-day week and profile A4 from the first day of this month. */
export async function furnishRules(database: Database, zone: string): Promise<ResultContext> {
  const context = { database, clock: systemClock, zone };
  await loadRuleFiles(context, [shippedRules()], ACTOR);
  const known = await database.pool.query('select 1 from rule_assignment limit 1');
  if (known.rowCount === 0) {
    const validFrom = `${today(context).slice(0, 7)}-01`;
    await assign(context, { kind: 'schedule', name: 'REG5-WITA', validFrom }, ACTOR);
    await assign(context, { kind: 'profile', name: 'A4', validFrom }, ACTOR);
  }
  return context;
}

/** How units stand today, again and again; said only when it changed. */
export function showUnits(
  context: ResultContext,
  language: Language,
  write: (line: string) => void,
  signal: AbortSignal,
): void {
  let last = '';
  const timer = setInterval(() => {
    void unitLines(context, language)
      .then((lines) => {
        const text = lines.join('\n');
        if (text === last || signal.aborted) return;
        last = text;
        write(text);
      })
      // The next turn looks again.
      .catch(() => undefined);
  }, SHOW_EVERY_MS);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

async function unitLines(context: ResultContext, language: Language): Promise<readonly string[]> {
  const date = today(context);
  const units = await readUnitDays(context, date);
  return units.map(({ unit, people, expected, arrived, late, waiting }) => {
    const name = (unit ?? '–').padEnd(22);
    return language === 'id'
      ? `▸ ${date} ${name} ${people} pegawai: ${expected} wajib hadir, ${arrived} datang, ${late} terlambat, ${waiting} ditunggu`
      : `▸ ${date} ${name} ${people} people: ${expected} expected, ${arrived} arrived, ${late} late, ${waiting} waited for`;
  });
}
