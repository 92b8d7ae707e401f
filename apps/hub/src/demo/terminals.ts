import { dirname, join } from 'node:path';
import { type Office, ZONE } from './offices.js';
import { type Simulator, startSimulator } from './simulator.js';

/** @param testingEntry the plugin's `testing` entry; its terminals that run as processes lie beside it */
export async function startTerminal(
  testingEntry: string,
  office: Office,
  place: { readonly port: number; readonly folder: string },
): Promise<Simulator> {
  const isPushing = office.transport === 'adms';
  const program = join(dirname(testingEntry), isPushing ? 'adms-terminal.js' : 'terminal.js');
  const reached = ['--host', '127.0.0.1', '--port', String(place.port), '--zone', ZONE, '--name', office.device];
  const args = [
    ...(isPushing ? ['--server', `http://127.0.0.1:${place.port}`] : reached),
    ...(isPushing || office.commKey === null ? [] : ['--comm-key', String(office.commKey)]),
    ...['--serial', office.serialNumber, '--records', String(office.records), '--users', String(office.people)],
    ...['--log-file', join(place.folder, `${office.serialNumber}.jsonl`)],
    ...['--punch-every-ms', String(office.punchEveryMs)],
  ];
  return startSimulator(program, args, { what: 'a simulated terminal' });
}
