export interface SoapTerminalPunch {
  readonly pin: string;
  /** `YYYY-MM-DD HH:MM:SS` by the terminal's clock. */
  readonly time: string;
  readonly verify: number;
  readonly state: number;
}

interface SoapTerminalUser {
  readonly slot: number;
  readonly pin: string;
  readonly name: string;
  readonly privilege: number;
  readonly card: number;
}

export interface SoapTerminalMemory {
  punches: SoapTerminalPunch[];
  users: SoapTerminalUser[];
  clockErrorMs: number;
  utcOffsetSeconds: number;
}

export interface SoapAnswer {
  readonly name: string;
  readonly xml: string;
}

interface SoapTerminalFacts {
  readonly commKey: number;
  readonly serialNumber: string;
}

const tag = (name: string, value: string | number) => `<${name}>${value}</${name}>`;
const escapeXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const table = (name: string, rows: readonly string[]) =>
  `<${name}Response>\r\n${rows.map((row) => `<Row>${row}</Row>\r\n`).join('')}</${name}Response>`;
const result = (name: string, code: number, text: string) =>
  table(name, [tag('Result', code) + tag('Information', text)]);

/** `YYYY-MM-DD HH:MM:SS` by the terminal's clock. */
export function terminalTime(memory: SoapTerminalMemory): string {
  const wall = new Date(Date.now() + memory.clockErrorMs + memory.utcOffsetSeconds * 1000);
  return wall.toISOString().slice(0, 19).replace('T', ' ');
}

/** What the box answers to one bare XML request. */
export function soapAnswer(
  xml: string,
  memory: SoapTerminalMemory,
  facts: SoapTerminalFacts,
  emptyWhenKeyWrong: boolean,
): SoapAnswer {
  const name = /^<(\w+)>/.exec(xml)?.[1] ?? '';
  const value = (field: string) => new RegExp(`<${field}[^>]*>([^<]*)</${field}>`).exec(xml)?.[1] ?? '';
  const answer = (text: string): SoapAnswer => ({ name, xml: text });
  if (Number(value('ArgComKey')) !== facts.commKey) {
    return answer(emptyWhenKeyWrong ? table(name, []) : '<Response>Invalid ComKey</Response>');
  }
  switch (name) {
    case 'GetAttLog':
      return answer(
        table(
          name,
          memory.punches.map(
            (p) =>
              tag('PIN', p.pin) +
              tag('DateTime', p.time) +
              tag('Verified', p.verify) +
              tag('Status', p.state) +
              tag('WorkCode', 0),
          ),
        ),
      );
    case 'GetUserInfo':
    case 'GetAllUserInfo':
      return answer(
        table(
          name,
          memory.users.map(
            (u) =>
              tag('PIN', u.slot) +
              tag('Name', escapeXml(u.name)) +
              tag('Password', '1234') +
              tag('Group', 1) +
              tag('Privilege', u.privilege) +
              tag('Card', u.card) +
              tag('PIN2', u.pin) +
              tag('TZ1', 0) +
              tag('TZ2', 0) +
              tag('TZ3', 0),
          ),
        ),
      );
    case 'GetDate': {
      const wall = terminalTime(memory);
      return answer(table(name, [tag('Date', wall.slice(0, 10)) + tag('Time', wall.slice(11))]));
    }
    case 'SetDate': {
      const wanted = Date.parse(`${value('Date')}T${value('Time')}Z`) - memory.utcOffsetSeconds * 1000;
      memory.clockErrorMs = Math.round((wanted - Date.now()) / 1000) * 1000;
      return answer(result(name, 1, 'Successfully!'));
    }
    case 'GetOption':
      return answer(
        table(
          name,
          value('Name') === '~SerialNumber' ? [tag('Name', value('Name')) + tag('Value', facts.serialNumber)] : [],
        ),
      );
    case 'DeleteUser':
      memory.users = memory.users.filter((u) => u.pin !== value('PIN'));
      return answer(result(name, 1, 'Successfully!'));
    case 'ClearData':
      if (value('Value') === '3') memory.punches = [];
      return answer(result(name, 1, 'Successfully!'));
    case 'RefreshDB':
    case 'Restart':
      return answer(result(name, 1, 'Successfully!'));
    default:
      return answer(result(name, 0, 'Unknown method'));
  }
}
