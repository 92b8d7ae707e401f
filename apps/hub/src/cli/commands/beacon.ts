import { createRequire } from 'node:module';
import { createInterface, type Interface } from 'node:readline/promises';
import { pathToFileURL } from 'node:url';
import { calibrate } from '@hadir/sdk/proximity';
import { type Command, InvalidArgumentError } from 'commander';
import { connect } from '../connect.js';
import type { CliContext } from '../context.js';
import { cliError } from '../errors.js';
import { keyValues } from '../key-values.js';
import type { Say } from '../language.js';
import { print, printJson, table } from '../output.js';

/** What the beacon plugin offers for walks. The hub knows plugins by what they offer, and imports none. */
interface WalkModule {
  openWalkRadio(config: unknown): Promise<{
    listen(ms: number, signal: AbortSignal): Promise<readonly { readonly rssiDbm: number }[]>;
    close(): Promise<void>;
  }>;
}
const PLUGIN = '@hadir/plugin-ble-beacon';

interface Spot {
  readonly where: 'in' | 'out';
  readonly name: string;
}
interface Heard extends Spot {
  readonly rssiDbm: readonly number[];
}

/** `in:Meja loket` where people work, `out:Pintu jalan` where checking in must fail. */
function spotOf(text: string, before: readonly Spot[] = []): readonly Spot[] {
  const [, where, name] = /^(in|out):(.{1,80})$/.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError('in:… / out:…');
  return [...before, { where: where as Spot['where'], name }];
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 120) throw new InvalidArgumentError('1–120');
  return seconds;
}

/** `eid:KEY`, `ibeacon:UUID/MAJOR/MINOR`, `mac:ADDRESS`, … as in the configuration of a device. */
function beaconOf(text: string): Readonly<Record<string, string>> {
  const [, match, value] = /^(eid|ibeacon|eddystone-uid|altbeacon|mac):(.+)$/.exec(text) ?? [];
  if (match === undefined || value === undefined) throw new InvalidArgumentError('eid:… / ibeacon:… / mac:…');
  return { id: 'walk', match, ...(match === 'eid' ? { identityKey: value } : { value }) };
}

export function beaconCommands(program: Command, context: CliContext): void {
  const { say } = context;
  const beacon = program
    .command('beacon')
    .description(say({ id: 'Suar Bluetooth untuk absen dari ponsel', en: 'Bluetooth beacons for check-in by phone' }));

  beacon
    .command('list')
    .description(say({ id: 'Kantor, ambang, dan suarnya', en: 'Offices, thresholds and their beacons' }))
    .option('--json', 'JSON')
    .action(async (options: { json?: boolean }, command: Command) => {
      const { checkinOffices } = await connect(context, command);
      const offices = await checkinOffices.list();
      const all = await Promise.all(
        offices.map(async (office) => ({ ...office, beacons: await checkinOffices.beacons(office.id) })),
      );
      if (options.json) return printJson(all);
      const rows = all.flatMap((office) =>
        office.beacons.map((one) => [
          office.name,
          `${office.thresholdDbm} dBm −${office.reviewBandDb}`,
          one.name,
          one.kind,
          one.revokedAt === null ? '' : say({ id: 'dicabut', en: 'revoked' }),
          one.lastHeardAt?.slice(0, 16) ?? '–',
          one.lastHeardDbm === null ? '–' : `${one.lastHeardDbm} dBm`,
          one.batteryMillivolts === null ? '–' : `${one.batteryMillivolts} mV`,
          `${one.clockOffsetSeconds} s`,
          one.id,
        ]),
      );
      print(table(['OFFICE', 'THRESHOLD', 'BEACON', 'KIND', '', 'HEARD', 'STRENGTH', 'BATTERY', 'CLOCK', 'ID'], rows));
    });

  beacon
    .command('calibrate <office> <settings...>')
    .description(
      say({
        id: 'Jalan kalibrasi dengan radio di tangan: rekam kekuatan sinyal di tiap titik, usulkan ambang dan pita. Contoh: hadir beacon calibrate "Kantor Bupati" transport=h4 path=/dev/ttyACM0 --beacon eid:KUNCI --spot "in:Meja jauh" --spot "out:Pintu jalan"',
        en: 'Calibration walk with a radio in hand: records strengths at each spot, proposes threshold and band. Example: hadir beacon calibrate "Kantor Bupati" transport=h4 path=/dev/ttyACM0 --beacon eid:KEY --spot "in:Far desk" --spot "out:Street door"',
      }),
    )
    .requiredOption(
      '--beacon <eid:… | ibeacon:… | mac:…>',
      say({ id: 'suar yang didengar', en: 'the beacon' }),
      beaconOf,
    )
    .requiredOption(
      '--spot <in:name | out:name>',
      say({ id: 'titik di dalam atau di luar; boleh berulang', en: 'a spot inside or outside; may be repeated' }),
      spotOf,
    )
    .option(
      '--seconds <n>',
      say({ id: 'lama merekam tiap titik', en: 'how long to record at each spot' }),
      secondsOf,
      15,
    )
    .option('--no-wait', say({ id: 'jangan tunggu Enter di tiap titik', en: 'do not wait for Enter at each spot' }))
    .option('--apply', say({ id: 'pakai hasilnya di hub', en: 'set the result at the hub' }))
    .option('--json', 'JSON')
    .action(
      async (
        name: string,
        settings: readonly string[],
        options: {
          beacon: Readonly<Record<string, string>>;
          spot: readonly Spot[];
          seconds: number;
          wait: boolean;
          apply?: boolean;
          json?: boolean;
        },
        command: Command,
      ) => {
        const config = { ...keyValues(settings), beacons: [options.beacon] };
        const heard = await walk(config, options, say);
        const of = (where: Spot['where']) => heard.filter((one) => one.where === where).map(({ rssiDbm }) => rssiDbm);
        const measured = { insideDbm: of('in'), outsideDbm: of('out') };
        const found = calibrate(measured);
        if (found === null) throw cliError('CLI_WALK_TOO_SHORT', { seconds: options.seconds });
        const { hub, office } = options.apply ? await officeOf(context, command, name) : { hub: null, office: null };
        if (hub && office) await hub.checkinOffices.calibrate(office.id, measured);
        if (options.json) return printJson({ spots: heard, proposal: found, applied: options.apply === true });
        print(report(heard, say));
        print(
          say({
            id: `\nUsulan: terima dari ${found.thresholdDbm} dBm; ${found.reviewBandDb} dB di bawahnya diperiksa petugas.`,
            en: `\nProposal: accept from ${found.thresholdDbm} dBm; an officer looks within ${found.reviewBandDb} dB below.`,
          }),
        );
        if (!found.separable) {
          print(
            say({
              id: 'Meja terjauh tidak jelas lebih kuat daripada di luar: turunkan daya suar atau pindahkan lebih ke dalam.',
              en: 'The farthest desk is not clearly stronger than outside: lower the power of the beacon or move it deeper inside.',
            }),
          );
        }
        if (office) print(say({ id: `Dipakai di ${office.name}.`, en: `Set at ${office.name}.` }));
      },
    );
}

async function officeOf(context: CliContext, command: Command, name: string) {
  const hub = await connect(context, command);
  const offices = await hub.checkinOffices.list();
  const office = offices.find((one) => one.id === name || one.name === name);
  if (!office)
    throw cliError('CLI_OFFICE_NOT_FOUND', { name, known: offices.map((one) => one.name).join(', ') || '–' });
  return { hub, office };
}

/** @throws CLI_PLUGIN_NOT_FOUND */
async function loadWalk(): Promise<WalkModule> {
  try {
    const path = createRequire(import.meta.url).resolve(`${PLUGIN}/walk`);
    return (await import(pathToFileURL(path).href)) as WalkModule;
  } catch (cause) {
    throw cliError('CLI_PLUGIN_NOT_FOUND', { plugin: PLUGIN, installed: '–' }, cause);
  }
}

async function walk(
  config: unknown,
  options: { readonly spot: readonly Spot[]; readonly seconds: number; readonly wait: boolean },
  say: Say,
): Promise<readonly Heard[]> {
  const radio = await (await loadWalk()).openWalkRadio(config);
  const stop = new AbortController();
  const end = (): void => stop.abort();
  process.once('SIGINT', end);
  const lines: Interface | null = options.wait
    ? createInterface({ input: process.stdin, output: process.stderr })
    : null;
  const heard: Heard[] = [];
  try {
    for (const spot of options.spot) {
      const question = say({
        id: `Berdiri di "${spot.name}", lalu tekan Enter … `,
        en: `Stand at "${spot.name}", then press Enter … `,
      });
      if (lines) await lines.question(question, { signal: stop.signal });
      const frames = await radio.listen(options.seconds * 1000, stop.signal);
      stop.signal.throwIfAborted();
      heard.push({ ...spot, rssiDbm: frames.map(({ rssiDbm }) => Math.round(rssiDbm)) });
      process.stderr.write(`${spot.name}: ${frames.length}\n`);
    }
  } finally {
    process.removeListener('SIGINT', end);
    lines?.close();
    await radio.close();
  }
  return heard;
}

function report(heard: readonly Heard[], say: Say): string {
  const rows = heard.map(({ where, name, rssiDbm }) => {
    const sorted = [...rssiDbm].sort((a, b) => a - b);
    const at = (part: number): string => {
      const value = sorted[Math.floor((sorted.length - 1) * part)];
      return value === undefined ? '–' : String(value);
    };
    const place = where === 'in' ? say({ id: 'dalam', en: 'inside' }) : say({ id: 'luar', en: 'outside' });
    return [name, place, String(rssiDbm.length), at(0), at(0.5), at(1)];
  });
  const head = {
    id: ['TITIK', '', 'SINYAL', 'TERLEMAH', 'MEDIAN dBm', 'TERKUAT'],
    en: ['SPOT', '', 'FRAMES', 'WEAKEST', 'MEDIAN dBm', 'STRONGEST'],
  };
  return table(say({ id: 'id', en: 'en' }) === 'id' ? head.id : head.en, rows);
}
