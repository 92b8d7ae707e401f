import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Office, ZONE } from './offices.js';

/** A simulated terminal in a process of its own. */
export interface DemoTerminal {
  readonly office: Office;
  readonly pid: number;
  stop(): Promise<void>;
}

const STOP_MS = 3_000;
/** If this process is killed, the terminal notices that the channel to it closed, and ends. */
export const END_WITH_PARENT = "data:text/javascript,process.on('disconnect',()=>process.exit(0))";

/** @param testingEntry the plugin's `testing` entry; its terminals that run as processes lie beside it */
export async function startTerminal(
  testingEntry: string,
  office: Office,
  place: { readonly port: number; readonly folder: string },
): Promise<DemoTerminal> {
  const folder = dirname(testingEntry);
  const common = [
    '--serial',
    office.serialNumber,
    '--records',
    String(office.records),
    '--users',
    String(office.people),
  ];
  const log = ['--log-file', join(place.folder, `${office.serialNumber}.jsonl`)];
  const every = ['--punch-every-ms', String(office.punchEveryMs)];
  const args =
    office.transport === 'adms'
      ? [join(folder, 'adms-terminal.js'), '--server', `http://127.0.0.1:${place.port}`, ...common, ...log, ...every]
      : [
          join(folder, 'terminal.js'),
          ...['--host', '127.0.0.1', '--port', String(place.port), '--zone', ZONE, '--name', office.device],
          ...(office.commKey === null ? [] : ['--comm-key', String(office.commKey)]),
          ...[...common, ...log, ...every],
        ];
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, ...args], {
    stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
  });
  await ready(child);
  return { office, pid: child.pid ?? 0, stop: () => stop(child) };
}

/** Its first line says that it runs; the others are of no interest here, yet must be read or it would stall. */
function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new TypeError(`a simulated terminal ended with ${code}`)));
    if (child.stdout) createInterface({ input: child.stdout }).on('line', () => resolve());
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(late);
}
