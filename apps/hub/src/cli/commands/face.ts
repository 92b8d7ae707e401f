import type { FaceBasis, HubClient } from '@hadir/sdk/client';
import { type Command, Option } from 'commander';
import { connect } from '../connect.js';
import type { CliContext } from '../context.js';
import { cliError } from '../errors.js';
import { type FaceImportReport, importFaces } from '../face-import/import-faces.js';
import { print, printJson, table } from '../output.js';

const BASES = ['consent', 'public-task', 'legal-obligation'] as const satisfies readonly FaceBasis[];

export function faceCommands(program: Command, context: CliContext): void {
  const { say } = context;
  const face = program
    .command('face')
    .description(say({ id: 'Wajah: pendaftaran, ambang, penghapusan', en: 'Faces: enrolment, thresholds, erasure' }));
  importCommand(face, context);
  statusCommand(face, context);
  calibrateCommand(face, context);
  eraseCommands(face, context);
}

function importCommand(face: Command, context: CliContext): void {
  const { say } = context;
  face
    .command('import <folder>')
    .description(
      say({
        id: 'Daftarkan dari folder foto bernama NIP (NIP.jpg, NIP-1.jpg, …)',
        en: 'Enrol from a folder of photos named by NIP (NIP.jpg, NIP-1.jpg, …)',
      }),
    )
    .option(
      '--dry-run',
      say({ id: 'periksa saja dan sebutkan semua masalah', en: 'only check, and list every problem' }),
    )
    .addOption(
      new Option('--basis <basis>', say({ id: 'dasar hukum pemrosesan', en: 'legal basis of the processing' }))
        .choices([...BASES])
        .makeOptionMandatory(),
    )
    .requiredOption(
      '--reference <text>',
      say({
        id: 'nomor dan tanggal keputusan, atau letak formulir',
        en: 'number and date of the decree, or where the forms lie',
      }),
    )
    .option(
      '--fewer <reason>',
      say({ id: 'satu atau dua foto cukup, dengan alasan ini', en: 'one or two photos have to do, for this reason' }),
    )
    .option('--again', say({ id: 'juga yang sudah terdaftar', en: 'also those who are enrolled already' }))
    .option('--json', 'JSON')
    .action(
      async (
        folder: string,
        options: {
          dryRun?: boolean;
          basis: FaceBasis;
          reference: string;
          fewer?: string;
          again?: boolean;
          json?: boolean;
        },
        command: Command,
      ) => {
        const hub = await connect(context, command);
        const report = await importFaces(hub, folder, {
          dryRun: options.dryRun ?? false,
          basis: options.basis,
          basisReference: options.reference,
          fewerReason: options.fewer ?? null,
          again: options.again ?? false,
          onProgress: (done, of) => {
            if (process.stderr.isTTY) process.stderr.write(`\r${done}/${of}${done === of ? '\n' : ''}`);
          },
        });
        if (options.json) printJson(report);
        else print(importText(report, options.dryRun ?? false, context));
        if (report.problems.length > 0) process.exitCode = 1;
      },
    );
}

function importText(report: FaceImportReport, isDry: boolean, { say, language }: CliContext): string {
  const { photos, people, enrolled, skipped, problems } = report;
  const lines: string[] = [];
  if (problems.length > 0) {
    const head = say({ id: 'BERKAS MASALAH', en: 'FILE PROBLEM' }).split(' ');
    lines.push(
      table(
        head,
        problems.map(({ file, text }) => [file, text[language]]),
      ),
    );
  }
  lines.push(
    say({
      id: `${photos} foto dari ${people} orang; ${enrolled} ${isDry ? 'dapat didaftarkan' : 'didaftarkan'}, ${skipped} sudah terdaftar, ${problems.length} masalah.`,
      en: `${photos} photos of ${people} people; ${enrolled} ${isDry ? 'can be enrolled' : 'enrolled'}, ${skipped} were enrolled before, ${problems.length} problems.`,
    }),
  );
  return lines.join('\n');
}

function statusCommand(face: Command, context: CliContext): void {
  const { say } = context;
  face
    .command('list')
    .description(say({ id: 'Siapa yang terdaftar', en: 'Who is enrolled' }))
    .option(
      '--lacking',
      say({ id: 'hanya yang belum dikenal model baru', en: 'only those whom a new model does not know' }),
    )
    .option('--json', 'JSON')
    .action(async (options: { lacking?: boolean; json?: boolean }, command: Command) => {
      const hub = await connect(context, command);
      const people = [];
      for await (const one of hub.faces.people({ lacking: options.lacking ?? false, limit: 500 })) people.push(one);
      if (options.json) return printJson(people);
      const head = say({ id: 'NAMA UNIT TERDAFTAR KURANG', en: 'NAME UNIT ENROLLED LACKING' }).split(' ');
      const rows = people.map((one) => [
        one.person.name,
        one.unit?.name ?? '-',
        one.enrolledAt.slice(0, 10),
        one.lacking.join(' ') || '-',
      ]);
      print(table(head, rows));
    });
}

function calibrateCommand(face: Command, context: CliContext): void {
  const { say, language } = context;
  face
    .command('calibrate [gallery]')
    .description(
      say({
        id: 'Ukur salah terima dan salah tolak pada pegawai sendiri, dan usulkan ambang',
        en: 'Measure false matches and misses on the own staff, and propose thresholds',
      }),
    )
    .option('--json', 'JSON')
    .action(async (gallery: string | undefined, options: { json?: boolean }, command: Command) => {
      const hub = await connect(context, command);
      const reports = await hub.faces.calibrate(gallery);
      if (options.json) printJson(reports);
      else for (const { words } of reports) print(words[language]);
    });
}

function eraseCommands(face: Command, context: CliContext): void {
  const { say } = context;
  face
    .command('erase <person>')
    .description(
      say({ id: 'Hapus wajah seseorang di mana-mana (NIP atau ID)', en: 'Erase a face everywhere (NIP or id)' }),
    )
    .requiredOption('--reason <text>', say({ id: 'alasan; dicatat', en: 'reason; recorded' }))
    .option('--json', 'JSON')
    .action(async (wanted: string, options: { reason: string; json?: boolean }, command: Command) => {
      const hub = await connect(context, command);
      const proof = await hub.faces.erase(await personId(hub, wanted), options.reason);
      if (options.json) return printJson(proof);
      const head = say({ id: 'TEMPAT NAMA KEADAAN SISA', en: 'PLACE NAME STATE LEFT' }).split(' ');
      const rows = proof.steps.map((step) => [
        step.kind,
        step.targetName ?? step.target,
        step.errorCode ?? step.state,
        step.left === null ? '-' : String(step.left),
      ]);
      print(table(head, rows));
      print(
        proof.complete
          ? say({ id: `Selesai. Bukti: ${proof.id}`, en: `Done. Proof: ${proof.id}` })
          : say({
              id: `Menunggu perangkat yang belum terjangkau; hub mengulang sendiri. Bukti: ${proof.id}`,
              en: `Waits for devices that cannot be reached; the hub tries again by itself. Proof: ${proof.id}`,
            }),
      );
    });
}

async function personId(hub: HubClient, wanted: string): Promise<string> {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(wanted)) return wanted;
  const { items } = await hub.people.list({ search: wanted, limit: 10 }).page();
  const found = items.find(({ numbers }) => numbers.some(({ value }) => value === wanted));
  if (found === undefined) throw cliError('CLI_PERSON_NOT_FOUND');
  return found.id;
}
