/** One happening in a simulated terminal's log. */
export interface HikvisionSimEvent {
  readonly serialNo: number;
  readonly major: number;
  readonly minor: number;
  /** Wall time of the terminal, `2026-09-01T07:00:00`. */
  readonly wall: string;
  readonly employeeNo?: string;
  readonly attendanceStatus?: string;
  readonly mask?: 'yes' | 'no' | 'unknown';
  readonly temperatureC?: number;
}

export type NewHikvisionEvent = Partial<Omit<HikvisionSimEvent, 'serialNo'>>;

/** What a simulated terminal keeps over a restart. */
export interface HikvisionMemory {
  readonly events: HikvisionSimEvent[];
  readonly users: Map<string, string>;
  /** JPEG bytes by FPID. */
  readonly faces: Map<string, Buffer>;
  add(event: NewHikvisionEvent): HikvisionSimEvent;
}

export function hikvisionMemory(wallNow: () => string): HikvisionMemory {
  const events: HikvisionSimEvent[] = [];
  let serialNo = 1000;
  return {
    events,
    users: new Map(),
    faces: new Map(),
    add(event) {
      serialNo += 1;
      const made = { major: 5, minor: 75, wall: wallNow(), ...event, serialNo };
      events.push(made);
      return made;
    },
  };
}

function members(event: HikvisionSimEvent) {
  const { serialNo, employeeNo, attendanceStatus, mask = 'unknown', temperatureC } = event;
  return {
    name: employeeNo === undefined ? undefined : `person-${employeeNo}`,
    cardReaderNo: 1,
    doorNo: 1,
    employeeNoString: employeeNo,
    serialNo,
    userType: 'normal',
    // Says what would be taken, not what happened.
    currentVerifyMode: 'cardOrFaceOrFp',
    attendanceStatus,
    mask,
    ...(temperatureC === undefined
      ? {}
      : { thermometryUnit: 'celsius', currTemperature: temperatureC, isAbnomalTemperature: temperatureC > 37.5 }),
  };
}

/** As a search answers. */
export function foundEvent(event: HikvisionSimEvent, utcOffset: string) {
  return { major: event.major, minor: event.minor, time: `${event.wall}${utcOffset}`, cardType: 1, ...members(event) };
}

/** As it is pushed and streamed. */
export function toldEvent(
  event: HikvisionSimEvent,
  utcOffset: string,
  device: { readonly serialNumber: string; readonly isFlat: boolean },
) {
  const inner = {
    deviceName: 'Access Controller',
    majorEventType: event.major,
    subEventType: event.minor,
    ...members(event),
  };
  return {
    ipAddress: '127.0.0.1',
    portNo: 80,
    protocol: 'HTTP',
    channelID: 1,
    dateTime: `${event.wall}${utcOffset}`,
    activePostCount: 1,
    eventType: 'AccessControllerEvent',
    eventState: 'active',
    eventDescription: 'Access Controller Event',
    shortSerialNumber: device.serialNumber,
    ...(device.isFlat ? inner : { AccessControllerEvent: inner }),
  };
}
