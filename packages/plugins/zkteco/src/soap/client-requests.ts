import type { WallTime } from '@hadir/sdk';

/** One question to the terminal's web service. */
export interface SoapRequest {
  readonly name: string;
  readonly xml: string;
  /** Asked again after a broken answer. The long answers are the ones that break; the others must fail fast. */
  readonly isRepeated: boolean;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * Bare XML with an undeclared `xsi:` prefix, just as the maker's own samples send it; boxes with a stricter look at
 * their input than at the standard exist. The key travels in clear text.
 */
function request(
  name: string,
  commKey: number,
  args: readonly [tag: string, type: string, value: string][],
  isRepeated = false,
): SoapRequest {
  const arg = args.map(([tag, type, value]) => `<${tag} xsi:type="xsd:${type}">${escapeXml(value)}</${tag}>`).join('');
  return {
    name,
    isRepeated,
    xml: `<${name}><ArgComKey xsi:type="xsd:integer">${commKey}</ArgComKey>${arg === '' ? '' : `<Arg>${arg}</Arg>`}</${name}>`,
  };
}

/** What ClearData erases; the other values (1 everything, 2 templates) are never sent. */
const CLEAR_LOG = '3';

/** The whole of what Hadir ever says to a terminal this way. `SetUserInfo` is left out: it wipes the user's templates. */
export const soapRequests = {
  attlog: (key: number) => request('GetAttLog', key, [['PIN', 'integer', 'All']], true),
  users: (key: number) => request('GetUserInfo', key, [['PIN', 'integer', 'All']], true),
  date: (key: number) => request('GetDate', key, []),
  setDate: (key: number, wall: WallTime) =>
    request('SetDate', key, [
      ['Date', 'string', wall.slice(0, 10)],
      ['Time', 'string', wall.slice(11)],
    ]),
  option: (key: number, name: string) => request('GetOption', key, [['Name', 'string', name]]),
  deleteUser: (key: number, deviceUserId: string) => request('DeleteUser', key, [['PIN', 'integer', deviceUserId]]),
  /** Makes changed users count at once. */
  refresh: (key: number) => request('RefreshDB', key, []),
  restart: (key: number) => request('Restart', key, []),
  clearLog: (key: number) => request('ClearData', key, [['Value', 'integer', CLEAR_LOG]]),
} as const;
