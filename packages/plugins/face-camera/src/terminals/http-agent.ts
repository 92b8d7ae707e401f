import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { connect } from 'node:tls';
import { faceError } from '../errors.js';

export interface TlsChoice {
  /** Hex digits of the one certificate that is taken; null: whatever the computer's authorities vouch for. */
  readonly certificateSha256: string | null;
}

const MAX_SOCKETS = 4;
const plain = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase();

/**
 * Connections to one terminal. A self-made certificate is taken by its fingerprint, and nothing is sent before it was
 * compared.
 */
export function httpAgent(tls: TlsChoice | null): HttpAgent {
  const options = { keepAlive: true, maxSockets: MAX_SOCKETS, maxFreeSockets: 1, keepAliveMsecs: 10_000 };
  if (tls === null) return new HttpAgent(options);
  const agent = new HttpsAgent(options);
  const wanted = tls.certificateSha256;
  if (wanted === null) return agent;
  type Connect = (
    options: { host?: string; port?: number },
    done: (error: Error | null, socket?: unknown) => void,
  ) => undefined;
  const pinned: Connect = ({ host, port }, done) => {
    const socket = connect({ host: host ?? '', port: port ?? 443, rejectUnauthorized: false });
    socket.once('error', done);
    socket.once('secureConnect', () => {
      socket.off('error', done);
      const { fingerprint256 = '' } = socket.getPeerCertificate();
      if (plain(fingerprint256) === plain(wanted)) {
        done(null, socket);
        return;
      }
      socket.destroy();
      done(
        faceError('FACE_TERMINAL_CERTIFICATE', { address: `${host}:${port}`, fingerprint: fingerprint256 || 'none' }),
      );
    });
    return undefined;
  };
  Object.assign(agent, { createConnection: pinned });
  return agent;
}
