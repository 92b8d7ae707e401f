import { randomInt } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import sharp from 'sharp';
import type { CameraAuth } from './camera-auth.js';
import type { CameraState } from './camera-state.js';
import { RTP_CLOCK_HZ, type RtpPicture, readRtpPicture, rtpPackets } from './rtp-jpeg.js';

/** RTSP 1.0 (RFC 2326) over one TCP connection, pictures interleaved with the talk (§10.12) as JPEG (RFC 2435). */
export function cameraRtsp(state: CameraState, auth: CameraAuth): Server {
  return createServer((socket) => {
    let timer: NodeJS.Timeout | undefined;
    let said = '';
    socket.on('error', () => socket.destroy());
    socket.once('close', () => clearInterval(timer));
    socket.on('data', (bytes) => {
      said = withoutReports(said + bytes.toString('latin1'));
      for (let end = said.indexOf('\r\n\r\n'); end !== -1; end = said.indexOf('\r\n\r\n')) {
        const request = said.slice(0, end);
        said = withoutReports(said.slice(end + 4));
        const plays = answer(socket, request, state, auth);
        if (plays && timer === undefined) timer = play(socket, state);
      }
    });
  });
}

/** Receivers interleave RTCP reports (`$`, channel, length), which say nothing that a simulator needs. */
function withoutReports(text: string): string {
  let rest = text;
  while (rest.startsWith('$') && rest.length >= 4) {
    const length = (rest.charCodeAt(2) << 8) | rest.charCodeAt(3);
    if (rest.length < 4 + length) break;
    rest = rest.slice(4 + length);
  }
  return rest;
}

/** @returns whether pictures are to be sent from now on */
function answer(socket: Socket, request: string, state: CameraState, auth: CameraAuth): boolean {
  const [method = '', url = ''] = request.split(/\s+/);
  const header = (name: string) => new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(request)?.[1]?.trim();
  const sequence = header('CSeq') ?? '0';
  state.requests.push(`${method} ${url}`);
  const say = (status: string, lines: readonly string[] = [], body = '') =>
    socket.write(
      [`RTSP/1.0 ${status}`, `CSeq: ${sequence}`, ...lines, `Content-Length: ${body.length}`, '', body].join('\r\n'),
    );
  if (method === 'OPTIONS') {
    say('200 OK', ['Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER']);
    return false;
  }
  if (!auth.accepts(method, header('Authorization'))) {
    state.refused += 1;
    say('401 Unauthorized', [`WWW-Authenticate: ${auth.challenge()}`]);
    return false;
  }
  switch (method) {
    case 'DESCRIBE':
      say('200 OK', ['Content-Type: application/sdp', `Content-Base: ${url}/`], description(state));
      return false;
    case 'SETUP':
      say('200 OK', ['Transport: RTP/AVP/TCP;unicast;interleaved=0-1', 'Session: 1']);
      return false;
    case 'PLAY':
      say('200 OK', ['Session: 1', 'Range: npt=now-']);
      return true;
    default:
      say('200 OK', ['Session: 1']);
      return false;
  }
}

const description = (state: CameraState): string =>
  [
    'v=0',
    'o=- 0 0 IN IP4 127.0.0.1',
    's=Simulated camera',
    't=0 0',
    'm=video 0 RTP/AVP 26',
    'c=IN IP4 0.0.0.0',
    `a=framerate:${state.framesPerSecond}`,
    'a=control:track1',
    '',
  ].join('\r\n');

function play(socket: Socket, state: CameraState): NodeJS.Timeout {
  const stream = { ssrc: randomInt(2 ** 32), sequence: randomInt(2 ** 16) };
  const startedAt = performance.now();
  let shown: Buffer | null = null;
  let encoded: RtpPicture | null = null;
  let isEncoding = false;
  return setInterval(() => {
    if (state.faults.silent === true || socket.writableNeedDrain) return;
    const picture = state.picture();
    if (picture !== shown && !isEncoding) {
      isEncoding = true;
      encodeForRtp(picture)
        .then((ready) => {
          encoded = ready;
          shown = picture;
        })
        .catch((error: unknown) => socket.destroy(error as Error))
        .finally(() => {
          isEncoding = false;
        });
    }
    if (encoded === null) return;
    state.served += 1;
    const timestamp = Math.round(((performance.now() - startedAt) * RTP_CLOCK_HZ) / 1000);
    for (const packet of rtpPackets(encoded, stream, timestamp)) {
      socket.write(Buffer.concat([Buffer.from([0x24, 0, packet.length >> 8, packet.length & 0xff]), packet]));
    }
  }, 1000 / state.framesPerSecond);
}

/** Pictures of any kind, brought into the kind that RTP can carry. */
async function encodeForRtp(picture: Buffer): Promise<RtpPicture> {
  const { width, height } = await sharp(picture).metadata();
  const jpeg = await sharp(picture)
    .resize(Math.min(1920, width - (width % 16)), Math.min(1920, height - (height % 16)), { fit: 'cover' })
    .jpeg({ quality: 85, progressive: false, optimiseCoding: false, chromaSubsampling: '4:2:0' })
    .toBuffer();
  return readRtpPicture(jpeg);
}
