import { setTimeout as sleep } from 'node:timers/promises';
import type { HubClient, ResultProgress } from '@hadir/sdk/client';
import type { Command } from 'commander';
import { connect } from '../connect.js';
import type { CliContext } from '../context.js';
import { cliError } from '../errors.js';
import { print, printJson, table } from '../output.js';

const EVERY_MS = 2000;

/** How results stand, why a day came out as it did, and computing again. */
export function resultsCommands(program: Command, context: CliContext): void {
  const { say, language } = context;
  const results = program.command('results').description(say({ id: 'Hasil kehadiran', en: 'Attendance results' }));

  results
    .command('today')
    .description(say({ id: 'Keadaan tiap unit pada suatu hari', en: 'How units stand on a day' }))
    .option('--date <date>', say({ id: 'TTTT-BB-HH; bawaan hari ini', en: 'YYYY-MM-DD; default today' }))
    .option('--json', 'JSON')
    .action(async (options: { date?: string; json?: boolean }, command: Command) => {
      const hub = await connect(context, command);
      const answer = await hub.results.units(options.date === undefined ? {} : { date: options.date });
      if (options.json) return printJson(answer);
      const head = say({
        id: 'UNIT PEGAWAI WAJIB DATANG TERLAMBAT TK DIIZINKAN DITUNGGU',
        en: 'UNIT PEOPLE EXPECTED ARRIVED LATE ABSENT EXCUSED WAITING',
      });
      const rows = answer.items.map((one) => [
        one.unit ?? '–',
        ...[one.people, one.expected, one.arrived, one.late, one.absent, one.excused, one.waiting].map(String),
      ]);
      print(`${answer.date}\n${table(head.split(' '), rows)}`);
    });

  results
    .command('why <number> <date>')
    .description(
      say({ id: 'Alasan hasil satu hari seorang pegawai (NIP)', en: 'Why a day of a person (NIP) came out as it did' }),
    )
    .action(async (number: string, date: string, _options: object, command: Command) => {
      const hub = await connect(context, command);
      const { items } = await hub.people.list({ search: number, limit: 2 }).page();
      const [person, other] = items;
      if (person === undefined || other !== undefined) throw cliError('CLI_PERSON_NOT_FOUND', { number });
      const { day, why } = await hub.results.day(person.id, date);
      const points = day.points === null ? '–' : `${String(day.points).replace('.', language === 'id' ? ',' : '.')} %`;
      print(
        [`${person.name} · ${day.date} · ${day.status} · ${points}`, ...why.map((step) => `  ${step[language]}`)].join(
          '\n',
        ),
      );
    });

  results
    .command('progress')
    .description(say({ id: 'Sejauh mana penghitungan berjalan', en: 'How far computing has come' }))
    .option('--follow', say({ id: 'ikuti sampai selesai', en: 'follow it to the end' }))
    .option('--json', 'JSON')
    .action(async (options: { follow?: boolean; json?: boolean }, command: Command) => {
      const hub = await connect(context, command);
      if (options.follow) return await follow(hub, context);
      const now = await hub.results.progress();
      if (options.json) printJson(now);
      else print(line(now, null, context));
    });

  results
    .command('recompute')
    .description(
      say({
        id: 'Hitung ulang di latar belakang; hari yang terkunci hanya menghasilkan usulan koreksi',
        en: 'Compute again in the background; locked days only get proposals',
      }),
    )
    .requiredOption('--from <date>', 'YYYY-MM-DD')
    .requiredOption('--to <date>', 'YYYY-MM-DD')
    .action(async (options: { from: string; to: string }, command: Command) => {
      const hub = await connect(context, command);
      const { marked } = await hub.results.recompute({ from: options.from, to: options.to });
      print(say({ id: `${marked} hari akan dihitung.`, en: `${marked} days will be computed.` }));
      await follow(hub, context);
    });
}

async function follow(hub: HubClient, context: CliContext): Promise<void> {
  let before: { readonly waiting: number; readonly atMs: number } | null = null;
  for (;;) {
    const now = await hub.results.progress();
    const atMs = performance.now();
    const rate = before === null ? null : ((before.waiting - now.waiting) * 1000) / (atMs - before.atMs);
    print(line(now, rate, context));
    if (now.waiting === 0 && now.eventsBehind === 0) return;
    before = { waiting: now.waiting, atMs };
    await sleep(EVERY_MS);
  }
}

function line({ waiting, eventsBehind, undecided }: ResultProgress, rate: number | null, { say }: CliContext): string {
  const speed = rate === null || rate <= 0 ? '' : ` (${Math.round(rate)}/s, ~${Math.ceil(waiting / rate)} s)`;
  return say({
    id: `${waiting} hari menunggu dihitung${speed}; ${eventsBehind} scan belum dilihat; 7 hari terakhir: ${undecided} hari belum diputuskan`,
    en: `${waiting} days wait to be computed${speed}; ${eventsBehind} scans not looked at; last 7 days: ${undecided} days undecided`,
  });
}
