import type { IncomingMessage, ServerResponse } from 'node:http';
import { hikTimeZone } from '../wire/hik-system.js';
import { descendant, parseXml } from '../wire/xml.js';
import { type DeviceDigestOptions, deviceDigest } from './device-digest.js';
import { bodyOf, reply, startDeviceServer } from './device-server.js';
import { answerMemory, type HikvisionFirmware, status } from './hikvision-answers.js';
import { hikvisionLive } from './hikvision-live.js';
import { type HikvisionSimEvent, hikvisionMemory, type NewHikvisionEvent, toldEvent } from './hikvision-memory.js';

export interface HikvisionTerminalOptions extends Partial<HikvisionFirmware> {
  readonly serialNumber?: string;
  readonly username?: string;
  readonly password?: string;
  readonly port?: number;
  readonly digest?: Partial<DeviceDigestOptions>;
  readonly heartbeatMs?: number;
  /** Pause before a push that was not taken is tried again. */
  readonly retryMs?: number;
  readonly partName?: string;
  /** Its clock minus the right time. */
  readonly clockErrorMs?: number;
  /** Whether single listening hosts can be set, or only the whole list. */
  readonly hasSingleHost?: boolean;
}

/** A simulated Hikvision face terminal over real sockets: a public test tool. */
export interface HikvisionTerminal {
  readonly host: string;
  readonly port: number;
  readonly serialNumber: string;
  readonly events: readonly HikvisionSimEvent[];
  readonly users: ReadonlyMap<string, string>;
  readonly faces: ReadonlyMap<string, Buffer>;
  /** Records an event and tells everybody who listens. */
  scan(employeeNo: string, event?: NewHikvisionEvent): HikvisionSimEvent;
  /** Records an event of any kind and tells it. */
  happen(event: NewHikvisionEvent): HikvisionSimEvent;
  /** Records an event and tells nobody: what a lost packet looks like. */
  record(event: NewHikvisionEvent): HikvisionSimEvent;
  /** Tells an event once more. */
  repeat(event: HikvisionSimEvent): void;
  /** Records an event, tells half of it and breaks the lines. */
  cutWhileTelling(event: NewHikvisionEvent): HikvisionSimEvent;
  cut(): void;
  /** Breaks all lines, and forgets where to push, the clock's error, and the lock; the log stays. */
  reboot(): void;
  readonly openLines: number;
  readonly pushTarget: string | null;
  readonly waitingPushes: number;
  readonly loginFailures: number;
  readonly isLocked: boolean;
  /** Requests by path, without query. */
  readonly requests: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

const XML = 'application/xml';
const DOCUMENT = '<?xml version="1.0" encoding="UTF-8"?>';
const NAMESPACE = 'version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema"';
const MS_PER_SECOND = 1000;

export async function startHikvisionTerminal(options: HikvisionTerminalOptions = {}): Promise<HikvisionTerminal> {
  const { serialNumber = 'J12345678', heartbeatMs = 200, retryMs = 50 } = options;
  const firmware: HikvisionFirmware = {
    utcOffset: options.utcOffset ?? '+07:00',
    searchOffset: options.searchOffset ?? 'taken',
    isFlat: options.isFlat ?? false,
    hasPartLength: options.hasPartLength ?? true,
  };
  const [, sign, hours, minutes] = /^([+-])(\d{2}):(\d{2})$/.exec(firmware.utcOffset) ?? [];
  const utcOffsetSeconds = (Number(hours) * 3600 + Number(minutes) * 60) * (sign === '-' ? -1 : 1);
  let clockErrorMs = options.clockErrorMs ?? 0;
  const wallNow = () =>
    new Date(Date.now() + clockErrorMs + utcOffsetSeconds * MS_PER_SECOND).toISOString().slice(0, 19);
  const memory = hikvisionMemory(wallNow);
  const digest = deviceDigest({
    username: options.username ?? 'admin',
    password: options.password ?? 'rahasia-12345',
    realm: 'DS-K1T342',
    ...options.digest,
  });
  const { partName = 'event_log', hasSingleHost = true } = options;
  const live = hikvisionLive({ hasPartLength: firmware.hasPartLength, heartbeatMs, retryMs, partName });
  const requests = new Map<string, number>();
  let hosts = `${DOCUMENT}<HttpHostNotificationList ${NAMESPACE}></HttpHostNotificationList>`;
  let pushTarget: string | null = null;

  function setHosts(text: string): void {
    const root = parseXml(text, 'hikvision-isapi');
    const one = (name: string) => descendant(root, name)?.text ?? '';
    hosts = text;
    const port = Number(one('portNo'));
    const path = one('url');
    pushTarget = `${one('ipAddress') || one('hostName')}:${port}${path}`;
    live.pushTo({ host: one('ipAddress') || one('hostName'), port, path });
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? '';
    requests.set(path, (requests.get(path) ?? 0) + 1);
    if (!digest.admit(request, response)) return;
    if (await answerMemory(path, request, response, memory, firmware)) return;
    const isPut = request.method === 'PUT';
    const done = () => status(response, 200, 1, 'ok');
    switch (path) {
      case '/ISAPI/System/deviceInfo':
        reply(
          response,
          200,
          XML,
          `${DOCUMENT}<DeviceInfo ${NAMESPACE}><deviceName>Access Controller</deviceName><model>DS-K1T342MFX</model><serialNumber>DS-K1T342MFX20260101V030000EN${serialNumber}</serialNumber><firmwareVersion>V3.0.0</firmwareVersion><firmwareReleasedDate>build 260101</firmwareReleasedDate><macAddress>08:a1:89:00:00:01</macAddress></DeviceInfo>`,
        );
        return;
      case '/ISAPI/System/time':
        if (isPut) {
          const local = descendant(parseXml((await bodyOf(request)).toString('utf8'), 'hikvision-isapi'), 'localTime');
          clockErrorMs = Date.parse(local?.text ?? '') - Date.now();
          done();
          return;
        }
        reply(
          response,
          200,
          XML,
          `${DOCUMENT}<Time ${NAMESPACE}><timeMode>manual</timeMode><localTime>${wallNow()}${firmware.utcOffset}</localTime><timeZone>${hikTimeZone(utcOffsetSeconds)}</timeZone></Time>`,
        );
        return;
      case '/ISAPI/System/reboot':
        done();
        setImmediate(reboot);
        return;
      case '/ISAPI/AccessControl/RemoteControl/door/1':
        happen({ major: 3, minor: 1024 });
        done();
        return;
      case '/ISAPI/Event/notification/alertStream':
        live.open(response);
        return;
      case '/ISAPI/Event/notification/httpHosts':
        if (!isPut) {
          reply(response, 200, XML, hosts);
          return;
        }
        setHosts((await bodyOf(request)).toString('utf8'));
        done();
        return;
      case '/ISAPI/Event/notification/httpHosts/1':
        if (!hasSingleHost) break;
        setHosts((await bodyOf(request)).toString('utf8'));
        done();
        return;
    }
    request.resume();
    status(response, 404, 4, 'notSupport');
  }

  const server = await startDeviceServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  }, options.port);

  const told = (event: HikvisionSimEvent) =>
    toldEvent(event, firmware.utcOffset, { serialNumber, isFlat: firmware.isFlat });

  function happen(event: NewHikvisionEvent): HikvisionSimEvent {
    const made = memory.add(event);
    live.tell(told(made));
    return made;
  }

  function reboot(): void {
    hosts = `${DOCUMENT}<HttpHostNotificationList ${NAMESPACE}></HttpHostNotificationList>`;
    pushTarget = null;
    live.restart();
    digest.restart();
    server.cut();
  }

  return {
    host: server.host,
    port: server.port,
    serialNumber,
    events: memory.events,
    users: memory.users,
    faces: memory.faces,
    requests,
    get openLines() {
      return live.openLines;
    },
    get pushTarget() {
      return pushTarget;
    },
    get waitingPushes() {
      return live.waiting;
    },
    get loginFailures() {
      return digest.failures;
    },
    get isLocked() {
      return digest.isLocked;
    },
    scan: (employeeNo, event = {}) => happen({ ...event, employeeNo }),
    happen,
    record: (event) => memory.add(event),
    repeat: (event) => live.tell(told(event)),
    cutWhileTelling(event) {
      const made = memory.add(event);
      live.tellHalf(told(made));
      setTimeout(() => server.cut(), 20);
      return made;
    },
    cut: () => server.cut(),
    reboot,
    async stop() {
      live.stop();
      await server.stop();
    },
  };
}
