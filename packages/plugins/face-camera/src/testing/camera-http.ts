import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { CameraAuth } from './camera-auth.js';
import type { CameraState } from './camera-state.js';

const BOUNDARY = 'simulatedframe';
/** Answers with XML, or null when the request is none of its own. */
export type OnvifAnswer = (path: string, body: string) => Promise<{ status: number; xml: string } | null>;

/** `GET /snapshot.jpg`, `GET /video.mjpg`, and ONVIF's SOAP by POST. */
export function cameraHttp(state: CameraState, auth: CameraAuth, onvif: OnvifAnswer): RequestListener {
  return (request, response) => {
    state.requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    void answer(state, auth, onvif, request, response).catch(() => response.destroy());
  };
}

async function answer(
  state: CameraState,
  auth: CameraAuth,
  onvif: OnvifAnswer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { faults } = state;
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  if (request.method === 'POST') {
    const answered = await onvif(path, await bodyOf(request));
    if (faults.silent === true) return;
    if (answered === null) return void response.writeHead(404).end();
    return void response.writeHead(answered.status, { 'content-type': 'application/soap+xml' }).end(answered.xml);
  }
  if (!auth.accepts(request.method ?? 'GET', request.headers.authorization)) {
    state.refused += 1;
    return void response.writeHead(401, { 'www-authenticate': auth.challenge() }).end();
  }
  if (faults.silent === true) return;
  if (faults.status !== undefined) return void response.writeHead(faults.status).end('no');
  if (path === '/snapshot.jpg') {
    state.served += 1;
    const picture = state.picture();
    const type = faults.html === true ? 'text/html' : 'image/jpeg';
    const body = faults.html === true ? Buffer.from('<html>log in</html>') : picture;
    return void response.writeHead(200, { 'content-type': type, 'content-length': body.length }).end(body);
  }
  if (path === '/video.mjpg') return stream(state, response);
  response.writeHead(404).end();
}

/** An endless `multipart/x-mixed-replace`, as cameras send it. */
function stream(state: CameraState, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': `multipart/x-mixed-replace; boundary=${BOUNDARY}` });
  const timer = setInterval(() => {
    if (state.faults.silent === true) return;
    // Whoever reads slowly gets fewer pictures, not older ones.
    if (response.writableNeedDrain) return;
    state.served += 1;
    const picture = state.picture();
    const length = state.faults.noLength === true ? '' : `Content-Length: ${picture.length}\r\n`;
    response.write(`--${BOUNDARY}\r\nContent-Type: image/jpeg\r\n${length}\r\n`);
    response.write(picture);
    response.write('\r\n');
  }, 1000 / state.framesPerSecond);
  response.once('close', () => clearInterval(timer));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
