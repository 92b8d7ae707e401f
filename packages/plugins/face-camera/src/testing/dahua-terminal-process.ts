/**
 * The simulated Dahua terminal as a process of its own: `node dahua-terminal.js --port 8070 --password rahasia-12345`
 *
 * Prints one JSON line when ready. Orders come as JSON lines on standard input: `{"scan":"1001"}`, `{"record":"1001"}`
 * (tells nobody), `{"cut":true}`, `{"status":true}`.
 */
import { parseArgs } from 'node:util';
import { startDahuaTerminal } from './dahua-terminal.js';
import { serveOrders } from './terminal-process.js';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  strict: true,
  options: {
    port: text,
    username: text,
    password: text,
    serial: text,
    'utc-offset-seconds': text,
    'local-time': { type: 'boolean' },
  },
});
const terminal = await startDahuaTerminal({
  heartbeatMs: 5_000,
  isLocalTime: values['local-time'] === true,
  ...(values.port === undefined ? {} : { port: Number(values.port) }),
  ...(values.username === undefined ? {} : { username: values.username }),
  ...(values.password === undefined ? {} : { password: values.password }),
  ...(values.serial === undefined ? {} : { serialNumber: values.serial }),
  ...(values['utc-offset-seconds'] === undefined ? {} : { utcOffsetSeconds: Number(values['utc-offset-seconds']) }),
});
const { host, port } = terminal;

serveOrders(
  { host, port },
  ({ scan, record, cut }) => {
    if (typeof scan === 'string') return { scanned: terminal.scan(scan) };
    if (typeof record === 'string') return { recorded: terminal.record({ UserID: record }) };
    if (cut === true) terminal.cut();
    const { openLines, loginFailures } = terminal;
    const held = { records: terminal.records.length, users: terminal.users.size, faces: terminal.faces.size };
    return { ...held, openLines, loginFailures };
  },
  () => terminal.stop(),
);
