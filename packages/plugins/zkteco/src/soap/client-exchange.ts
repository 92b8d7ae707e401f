import { connect } from 'node:net';
import { zkError } from '../errors.js';

export interface SoapEndpoint {
  readonly host: string;
  /** 80 on every terminal seen. */
  readonly port: number;
}

export interface SoapTimings {
  readonly connectTimeoutMs: number;
  /** Longest silence while the answer comes; old boxes think for seconds before a large log. */
  readonly idleTimeoutMs: number;
}

export const SOAP_TIMINGS: SoapTimings = { connectTimeoutMs: 5_000, idleTimeoutMs: 20_000 };

/** 100,000 rows of 125 bytes are 12 MB; nothing sold holds five times that. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
/** Ends every answer, whatever it is called: some boxes name the root of an answer after another question. */
const CLOSING_TAG = /<\/\w*Response>\s*$/;
/** Searched for the closing tag; white space may follow it. */
const TAIL_BYTES = 256;

/**
 * Sends one request and reads the answer until its closing tag or the end of the connection, whichever is first.
 *
 * These terminals speak HTTP/1.0 without a length, one request per connection, and want the bare XML (Solution X100-C
 * SDK samples; cobisja/tad-php). Whether the answer is whole is for the caller to judge: a line that breaks ends it too.
 * @returns the raw bytes, head included
 * @throws SOAP_UNREACHABLE, SOAP_TIMEOUT, SOAP_TOO_LARGE, or the signal's reason
 */
export function soapExchange(
  { host, port }: SoapEndpoint,
  xml: string,
  signal: AbortSignal,
  timings: SoapTimings = SOAP_TIMINGS,
  onBytes: (received: number) => void = () => {},
): Promise<Buffer> {
  const body = Buffer.from(xml, 'latin1');
  const address = `${host}:${port}`;
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const pieces: Buffer[] = [];
    let received = 0;
    let tail = '';
    let isConnected = false;
    const socket = connect({ host, port });
    const onAbort = () => finish(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    function finish(error?: Error): void {
      signal.removeEventListener('abort', onAbort);
      socket.removeAllListeners();
      socket.on('error', () => {});
      socket.destroy();
      if (error === undefined) resolve(Buffer.concat(pieces));
      else reject(error);
    }
    signal.addEventListener('abort', onAbort, { once: true });
    socket.setTimeout(timings.connectTimeoutMs);
    socket.on('connect', () => {
      isConnected = true;
      socket.setTimeout(timings.idleTimeoutMs);
      socket.write(
        `POST /iWsService HTTP/1.0\r\nContent-Type: text/xml\r\nContent-Length: ${body.length}\r\n\r\n`,
        'latin1',
      );
      // Half-closing would make some boxes drop the answer; the connection stays open for them to close.
      socket.write(body);
    });
    socket.on('data', (piece: Buffer) => {
      pieces.push(piece);
      received += piece.length;
      onBytes(received);
      tail = (tail + piece.subarray(-TAIL_BYTES).toString('latin1')).slice(-TAIL_BYTES);
      if (received > MAX_ANSWER_BYTES) finish(zkError('SOAP_TOO_LARGE', { received, limit: MAX_ANSWER_BYTES }));
      else if (CLOSING_TAG.test(tail)) finish();
    });
    socket.on('end', () => finish());
    socket.on('timeout', () =>
      finish(
        isConnected
          ? zkError('SOAP_TIMEOUT', { address, received })
          : zkError('SOAP_UNREACHABLE', { address, reason: 'no answer' }),
      ),
    );
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A reset after bytes came is how some boxes close; what came is judged like any other answer.
      if (received > 0) finish();
      else finish(zkError('SOAP_UNREACHABLE', { address, reason: error.code ?? 'error' }, error));
    });
  });
}
