import type { IncomingMessage } from 'node:http';

/** What the devices ask for under `/iclock/` (vendor Attendance PUSH and Security PUSH documents). */
const ENDPOINTS = [
  'cdata',
  'fdata',
  'getrequest',
  'devicecmd',
  'ping',
  'exchange',
  'file',
  'registry',
  'push',
  'querydata',
] as const;
type AdmsEndpoint = (typeof ENDPOINTS)[number];

export interface AdmsRequest {
  readonly method: 'GET' | 'POST';
  readonly endpoint: AdmsEndpoint;
  /** What stands before `/iclock/` in the path, null when nothing does. */
  readonly pathSecret: string | null;
  readonly serialNumber: string;
  readonly query: URLSearchParams;
  /** Where the connection comes from; the last router's address when there is NAT. */
  readonly address: string;
}

/** Why a request is not one of ours; each has its HTTP status. */
export type RequestRefusal = 'not-found' | 'method' | 'serial-number';

/** Serial numbers seen are letters and digits; the few other signs keep odd clones working and paths and logs harmless. */
const SERIAL_NUMBER = /^[0-9A-Za-z][0-9A-Za-z._-]{2,39}$/;
/** eSSL and old builds end the names in `.aspx`. */
const PATH = /^(?:\/([0-9A-Za-z_-]{1,128}))?\/iclock\/([a-z]+)(?:\.aspx)?$/i;

function isEndpoint(name: string): name is AdmsEndpoint {
  return (ENDPOINTS as readonly string[]).includes(name);
}

export function readRequest(request: IncomingMessage): AdmsRequest | RequestRefusal {
  const target = request.url ?? '/';
  const cut = target.indexOf('?');
  const path = (cut < 0 ? target : target.slice(0, cut)).replaceAll(/\/{2,}/g, '/');
  const match = PATH.exec(path);
  const endpoint = match?.[2]?.toLowerCase() ?? '';
  if (!isEndpoint(endpoint)) return 'not-found';
  const { method } = request;
  if (method !== 'GET' && method !== 'POST') return 'method';
  const query = new URLSearchParams(cut < 0 ? '' : target.slice(cut + 1));
  const serialNumber = query.get('SN') ?? query.get('sn') ?? '';
  if (!SERIAL_NUMBER.test(serialNumber)) return 'serial-number';
  return {
    method,
    endpoint,
    pathSecret: match?.[1] ?? null,
    serialNumber,
    query,
    address: request.socket.remoteAddress ?? 'unknown',
  };
}
