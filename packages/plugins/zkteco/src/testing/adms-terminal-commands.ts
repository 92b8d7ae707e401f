import type { AdmsTerminalLog } from './adms-terminal-log.js';

/** A user in the memory of a simulated push terminal. */
export interface AdmsTerminalUser {
  readonly pin: string;
  readonly name: string;
  readonly privilege: number;
  readonly card: string;
}

/** What a command makes a simulated terminal do besides answering. */
export interface AdmsCommandEffects {
  readonly log: AdmsTerminalLog;
  readonly users: Map<string, AdmsTerminalUser>;
  /** Photographs of faces by PIN; null on a terminal without visible-light recognition. */
  readonly faces: Map<string, Buffer> | null;
  /** Posts rows of a table, as the answer to a query. */
  post(table: string, rows: readonly string[]): Promise<void>;
  greet(): Promise<void>;
  restart(): Promise<void>;
  info(): string;
}

export interface AdmsCommandAnswer {
  readonly code: number;
  readonly name: string;
  /** Follows the result line: `&AttlogSum=5`, or new lines for INFO. */
  readonly more: string;
}

const UNSUPPORTED = -1002;
const NO_SUCH_USER = -10;
const PARAMETER = -1;
const PHOTO_SIZE = -2;
const TEMPLATE_INVALID = -12;

function fieldsOf(text: string): Map<string, string> {
  return new Map(
    text.split('\t').map((pair): [string, string] => {
      const cut = pair.indexOf('=');
      return [pair.slice(0, cut).trim(), pair.slice(cut + 1)];
    }),
  );
}

export function attlogRow(punch: AdmsTerminalLog['punches'][number]): string {
  const row = [punch.pin, punch.time, punch.state, punch.verify, punch.workCode, 0, 0];
  const { mask, temperature } = punch;
  // Visible-light terminals write mask, temperature and converted temperature behind it.
  if (mask !== undefined || temperature !== undefined) row.push(mask ?? 0, temperature ?? 0, temperature ?? 0);
  return row.join('\t');
}

/** Does what one command line after `C:<id>:` asks, as a terminal with attendance firmware would. */
export async function obey(command: string, effects: AdmsCommandEffects): Promise<AdmsCommandAnswer> {
  const { log, users, faces } = effects;
  const [, name, rest] = /^((?:DATA (?:UPDATE|DELETE|QUERY) \w+)|(?:VERIFY SUM \w+)|(?:CLEAR \w+)|\w+) ?(.*)$/s.exec(
    command,
  ) ?? [undefined, command, ''];
  const fields = fieldsOf(rest);
  const answer = (code: number, more = ''): AdmsCommandAnswer => ({ code, name: name.split(' ')[0] ?? name, more });
  const inWindow = () =>
    log.punches.filter(
      (punch) => punch.time >= (fields.get('StartTime') ?? '') && punch.time <= (fields.get('EndTime') ?? ''),
    );

  switch (name) {
    case 'DATA UPDATE USERINFO': {
      const pin = fields.get('PIN') ?? '';
      const before = users.get(pin);
      users.set(pin, {
        pin,
        name: fields.get('Name') ?? before?.name ?? '',
        privilege: Number(fields.get('Pri') ?? before?.privilege ?? 0),
        card: fields.get('Card') ?? before?.card ?? '',
      });
      return answer(0);
    }
    case 'DATA UPDATE BIOPHOTO': {
      if (faces === null) return answer(UNSUPPORTED);
      const pin = fields.get('PIN') ?? '';
      const content = fields.get('Content') ?? '';
      if (fields.get('Type') !== '9') return answer(PARAMETER);
      if (Number(fields.get('Size')) !== content.length) return answer(PHOTO_SIZE);
      if (!users.has(pin)) return answer(NO_SUCH_USER);
      const photo = Buffer.from(content, 'base64');
      if (photo[0] !== 0xff || photo[1] !== 0xd8) return answer(TEMPLATE_INVALID);
      faces.set(pin, photo);
      return answer(0);
    }
    case 'DATA DELETE BIODATA':
    case 'DATA DELETE BIOPHOTO':
      if (faces === null) return answer(UNSUPPORTED);
      faces.delete(fields.get('PIN') ?? '');
      return answer(0);
    case 'DATA DELETE USERINFO':
      faces?.delete(fields.get('PIN') ?? '');
      return answer(users.delete(fields.get('PIN') ?? '') ? 0 : NO_SUCH_USER);
    case 'DATA QUERY USERINFO':
      await effects.post(
        'OPERLOG',
        [...users.values()]
          .filter((user) => !fields.has('PIN') || user.pin === fields.get('PIN'))
          .map(
            (user) =>
              `USER PIN=${user.pin}\tName=${user.name}\tPri=${user.privilege}\tPasswd=1234\tCard=${user.card}\tGrp=1`,
          ),
      );
      return answer(0);
    case 'DATA QUERY ATTLOG':
      await effects.post('ATTLOG', inWindow().map(attlogRow));
      return answer(0);
    case 'VERIFY SUM ATTLOG':
      return answer(0, `&AttlogSum=${inWindow().length}`);
    case 'CLEAR LOG':
      log.clear();
      return answer(0);
    case 'CHECK':
      await effects.greet();
      return answer(0);
    case 'INFO':
      return answer(0, `\n${effects.info()}`);
    case 'REBOOT':
      await effects.restart();
      return answer(0);
    case 'AC_UNLOCK':
    case 'LOG':
      return answer(0);
    default:
      return answer(UNSUPPORTED);
  }
}
