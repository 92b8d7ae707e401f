/**
 * The simulated Hikvision terminal as a process of its own:
 * `node hikvision-terminal.js --port 8064 --password rahasia-12345 --utc-offset +08:00`
 *
 * Prints one JSON line when ready. Orders come as JSON lines on standard input:
 * `{"scan":"1001"}`, `{"scan":"1001","temperature":36.6}`, `{"record":"1001"}` (tells nobody), `{"open":true}` (door from
 * afar), `{"cut":true}`, `{"reboot":true}`, `{"status":true}`.
 */
import { parseArgs } from 'node:util';
import { startHikvisionTerminal } from './hikvision-terminal.js';
import { serveOrders } from './terminal-process.js';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  strict: true,
  options: { port: text, username: text, password: text, serial: text, 'utc-offset': text },
});
const terminal = await startHikvisionTerminal({
  heartbeatMs: 5_000,
  retryMs: 2_000,
  ...(values.port === undefined ? {} : { port: Number(values.port) }),
  ...(values.username === undefined ? {} : { username: values.username }),
  ...(values.password === undefined ? {} : { password: values.password }),
  ...(values.serial === undefined ? {} : { serialNumber: values.serial }),
  ...(values['utc-offset'] === undefined ? {} : { utcOffset: values['utc-offset'] }),
});
const { host, port, serialNumber } = terminal;

serveOrders(
  { host, port, serialNumber },
  (order) => {
    const { scan, record, temperature } = order;
    const measured = typeof temperature === 'number' ? { temperatureC: temperature } : {};
    if (typeof scan === 'string') return { scanned: terminal.scan(scan, measured) };
    if (typeof record === 'string') return { recorded: terminal.record({ employeeNo: record, ...measured }) };
    if (order.open === true) return { happened: terminal.happen({ major: 3, minor: 1024 }) };
    if (order.cut === true) terminal.cut();
    if (order.reboot === true) terminal.reboot();
    const { openLines, pushTarget, waitingPushes, loginFailures, isLocked } = terminal;
    const held = { events: terminal.events.length, users: terminal.users.size, faces: terminal.faces.size };
    return { ...held, openLines, pushTarget, waitingPushes, loginFailures, isLocked };
  },
  () => terminal.stop(),
);
