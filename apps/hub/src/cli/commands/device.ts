import type { DeviceCommand } from '@hadir/sdk';
import type { CommandView, DeviceInput, DeviceView, HubClient, LadderView } from '@hadir/sdk/client';
import type { Command } from 'commander';
import { connect } from '../connect.js';
import type { CliContext } from '../context.js';
import { cliError } from '../errors.js';
import { keyValues, parseObject } from '../key-values.js';
import { print, printJson, table } from '../output.js';

const POLL_MS = 300;

export function deviceCommands(program: Command, context: CliContext): void {
  const { say } = context;
  const device = program.command('device').description(say({ id: 'Mesin absensi', en: 'Attendance devices' }));

  device
    .command('list')
    .description(say({ id: 'Semua mesin dan keadaannya', en: 'All devices and how they stand' }))
    .option('--json', 'JSON')
    .action(async (options: { json?: boolean }, command: Command) => {
      const hub = await connect(context, command);
      const devices: DeviceView[] = [];
      for await (const one of hub.devices.list({ limit: 200 })) devices.push(one);
      if (options.json) return printJson(devices);
      const head = ['NAME', 'PLUGIN', 'STATE', 'DETAIL', 'APPENDED', 'ID'];
      print(
        table(
          head,
          devices.map((one) => [
            one.name,
            one.pluginId,
            one.status.state,
            one.status.error?.code ?? one.status.detail,
            String(one.status.appended),
            one.id,
          ]),
        ),
      );
    });

  device
    .command('add <plugin> <name> [settings...]')
    .description(
      say({
        id: 'Tambah mesin; pengaturan sebagai kunci=nilai, misalnya host=192.168.1.201',
        en: 'Add a device; settings as key=value, for instance host=192.168.1.201',
      }),
    )
    .option('--zone <zone>', say({ id: 'zona waktu tempatnya', en: 'time zone of its place' }))
    .option('--serial <number>', say({ id: 'nomor seri', en: 'serial number' }))
    .option('--set <json>', say({ id: 'pengaturan sebagai objek JSON', en: 'settings as a JSON object' }), '{}')
    .option('--json', 'JSON')
    .action(
      async (
        plugin: string,
        name: string,
        settings: readonly string[],
        options: { zone?: string; serial?: string; set: string; json?: boolean },
        command: Command,
      ) => {
        const hub = await connect(context, command);
        const input: DeviceInput = {
          pluginId: plugin,
          name,
          config: { ...parseObject('--set', options.set), ...keyValues(settings) },
          ...(options.zone === undefined ? {} : { zone: options.zone }),
          ...(options.serial === undefined ? {} : { deviceKey: options.serial }),
        };
        const made = await hub.devices.add(input);
        if (options.json) return printJson(made);
        print(
          say({ id: `Mesin "${made.name}" ditambahkan: ${made.id}`, en: `Device "${made.name}" added: ${made.id}` }),
        );
      },
    );

  device
    .command('test <device>')
    .description(
      say({
        id: 'Naiki tangga sambungan dan katakan di mana berhentinya (nama atau ID)',
        en: 'Climb the ladder of the connection and say where it stops (name or id)',
      }),
    )
    .option('--json', 'JSON')
    .action(async (wanted: string, options: { json?: boolean }, command: Command) => {
      const hub = await connect(context, command);
      const ladder = await hub.devices.test((await find(hub, wanted)).id);
      if (options.json) printJson(ladder);
      else print(ladderText(ladder, say));
      if (!ladder.ok) process.exitCode = 1;
    });

  device
    .command('command <device> <name> [arguments...]')
    .description(
      say({
        id: 'Beri perintah dan tunggu hasilnya, misalnya clock.set atau user.delete deviceUserId=12',
        en: 'Give an order and wait for its outcome, for instance clock.set or user.delete deviceUserId=12',
      }),
    )
    .option('--deadline <seconds>', say({ id: 'batas waktu', en: 'deadline' }), '120')
    .option('--set <json>', say({ id: 'isi perintah sebagai objek JSON', en: 'arguments as a JSON object' }), '{}')
    .option('--json', 'JSON')
    .action(
      async (
        wanted: string,
        name: string,
        words: readonly string[],
        options: { deadline: string; set: string; json?: boolean },
        command: Command,
      ) => {
        const hub = await connect(context, command);
        const { id } = await find(hub, wanted);
        const order = { name, ...parseObject('--set', options.set), ...keyValues(words) } as unknown as DeviceCommand;
        const queued = await hub.devices.command(id, order, { deadlineSeconds: Number(options.deadline) });
        const ended = await outcome(hub, id, queued);
        if (options.json) printJson(ended);
        else print(`${ended.state} ${JSON.stringify(ended.outcome)}`);
        if (ended.state !== 'done') process.exitCode = 1;
      },
    );
}

async function find(hub: HubClient, wanted: string): Promise<DeviceView> {
  for await (const one of hub.devices.list({ limit: 200 })) {
    if (one.id === wanted || one.name === wanted || one.deviceKey === wanted) return one;
  }
  throw cliError('CLI_DEVICE_AMBIGUOUS', { device: wanted });
}

async function outcome(hub: HubClient, deviceId: string, queued: CommandView): Promise<CommandView> {
  for (let now = queued; ; now = await hub.devices.commandOf(deviceId, queued.id)) {
    if (now.finishedAt !== null) return now;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function ladderText(ladder: LadderView, say: CliContext['say']): string {
  const lines = ladder.steps.flatMap((step) => [
    `${step.ok ? '✓' : '✗'} ${step.step}${step.detail ? ` — ${step.detail}` : ''}`,
    ...(step.trouble ? [`    ${step.trouble.code}: ${step.trouble.message}`, `    → ${step.trouble.remedy}`] : []),
  ]);
  const end = ladder.ok
    ? say({ id: 'Semua anak tangga tercapai.', en: 'Every rung was reached.' })
    : say({ id: `Berhenti di: ${ladder.stoppedAt}`, en: `Stopped at: ${ladder.stoppedAt}` });
  return [...lines, end].join('\n');
}
