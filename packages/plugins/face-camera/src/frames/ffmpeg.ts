import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type HadirError, pause } from '@hadir/sdk';
import { faceError } from '../errors.js';
import type { FrameSource } from './frame.js';
import { jpegSplitter } from './jpeg-splitter.js';

export interface RtspOptions {
  /** `rtsp://host:554/path`, without user and password. */
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly framesPerSecond: number;
  /** Default: the `ffmpeg` of the PATH. */
  readonly program?: string;
  /** Without a picture for this long, the child is killed. */
  readonly stallMs?: number;
  /** Wait before the first new attempt; doubles. */
  readonly retryBaseMs?: number;
}

const STALL_MS = 10_000;
const RETRY_BASE_MS = 1_000;
/** Children in a row that gave no picture: then it is the session's turn to end and to be opened anew. */
const MAX_BARREN = 3;
const KILL_AFTER_MS = 1_000;
const MAX_WIDTH_PX = 1280;
const KEPT_STDERR_CHARS = 2_000;

/**
 * An RTSP stream through an `ffmpeg` child (5 or newer) that decodes it and writes JPEG pictures to a pipe.
 * The address with the password goes to the child's standard input, as a playlist of one: in its arguments anybody on
 * this computer could read it. ffmpeg documentation, "concat demuxer".
 */
export function rtspSource(options: RtspOptions): FrameSource {
  const { stallMs = STALL_MS, retryBaseMs = RETRY_BASE_MS } = options;
  const { host } = new URL(options.url);
  return {
    address: options.url,
    async grab(taker, signal) {
      for (let barren = 0; !signal.aborted; ) {
        let pictures = 0;
        const count = (jpeg: Buffer): void => {
          pictures += 1;
          taker.picture(jpeg);
        };
        const ended = await runFfmpeg(options, host, stallMs, count, signal);
        if (ended === null) return;
        barren = pictures > 0 ? 0 : barren + 1;
        if (!ended.retryable || barren >= MAX_BARREN) throw ended;
        await pause(retryBaseMs * 2 ** barren, signal);
      }
    },
  };
}

/** One child from start to end. @returns why it ended, or null when it was asked to */
async function runFfmpeg(
  options: RtspOptions,
  host: string,
  stallMs: number,
  take: (jpeg: Buffer) => void,
  signal: AbortSignal,
): Promise<HadirError | null> {
  const child = spawn(options.program ?? 'ffmpeg', argumentsFor(options.framesPerSecond), {
    // Of our own process group: whoever ends the plugin's group ends it too.
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { stdin, stdout, stderr } = child;
  let ended: HadirError | null = null;
  const end = (why: HadirError | null): void => {
    ended ??= why;
    void kill(child);
  };
  const onAbort = (): void => end(null);
  const silent = (): void => end(faceError('FACE_CAMERA_SILENT', { host, seconds: stallMs / 1000 }));
  // The first picture waits for a key frame, which cameras send every few seconds.
  let stall = setTimeout(silent, stallMs * 2);
  signal.addEventListener('abort', onAbort, { once: true });
  const splitter = jpegSplitter();
  let complaint = '';
  stderr.on('data', (bytes: Buffer) => {
    complaint = (complaint + bytes.toString('utf8')).slice(-KEPT_STDERR_CHARS);
  });
  stdout.on('data', (bytes: Buffer) => {
    try {
      for (const jpeg of splitter.push(bytes)) {
        clearTimeout(stall);
        stall = setTimeout(silent, stallMs);
        if (!signal.aborted) take(jpeg);
      }
    } catch (error) {
      end(error as HadirError);
    }
  });
  stdin.on('error', () => undefined);
  stdin.end(playlist(options));
  try {
    if (signal.aborted) onAbort();
    const failed = await exitOf(child);
    if (signal.aborted) return null;
    if (ended !== null) return ended;
    return isMissing(failed) ? faceError('FACE_FFMPEG_MISSING', {}, failed) : reasonOf(complaint, options, host);
  } finally {
    clearTimeout(stall);
    signal.removeEventListener('abort', onAbort);
  }
}

function argumentsFor(framesPerSecond: number): string[] {
  return [
    ...['-hide_banner', '-nostats', '-loglevel', 'error', '-threads', '1', '-fflags', 'nobuffer'],
    // Neither needs the rate of the camera: measuring it would take 7 s instead of 1.
    ...['-analyzeduration', '2000000', '-fpsprobesize', '0', '-f', 'concat', '-safe', '0'],
    ...['-protocol_whitelist', 'pipe,rtsp,rtsps,rtp,srtp,udp,tcp,tls,crypto', '-i', 'pipe:0'],
    ...['-an', '-vf', `fps=${framesPerSecond},scale='min(${MAX_WIDTH_PX},iw)':-2`],
    ...['-f', 'image2pipe', '-c:v', 'mjpeg', '-q:v', '4', 'pipe:1'],
  ];
}

/** TCP: over UDP a lost packet is a torn picture. */
function playlist({ url, username, password }: RtspOptions): string {
  const address = new URL(url);
  address.username = encodeURIComponent(username ?? '');
  address.password = encodeURIComponent(password ?? '');
  const quoted = address.href.replaceAll("'", '%27');
  const options = ['rtsp_transport tcp', 'analyzeduration 1000000', 'fpsprobesize 0'];
  return ['ffconcat version 1.0', `file '${quoted}'`, ...options.map((one) => `option ${one}`), ''].join('\n');
}

/** Resolves when nothing of the child is left; with the error when it could not be started. */
async function exitOf(child: ChildProcess): Promise<unknown> {
  try {
    await once(child, 'close');
    return null;
  } catch (error) {
    return error;
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException | null)?.code === 'ENOENT';

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const late = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  child.once('exit', () => clearTimeout(late));
  child.kill('SIGTERM');
}

/** What ffmpeg complained about, without what nobody may read: it repeats the address, password included. */
function reasonOf(complaint: string, { username, password }: RtspOptions, host: string): HadirError {
  // Never by the number alone: ports and ffmpeg's own pointers have it too.
  if (/401 Unauthorized|authorization failed/i.test(complaint)) return faceError('FACE_CAMERA_DENIED', { host });
  if (/Connection refused|timed out|No route to host|Network is unreachable|Name or service|resolve/i.test(complaint)) {
    return faceError('FACE_CAMERA_UNREACHABLE', { host, reason: 'RTSP' });
  }
  let text = complaint.replaceAll(/(rtsps?:\/\/)[^\s'"]*@/gi, '$1…@');
  for (const secret of [password, username]) {
    if (secret === undefined || secret === '') continue;
    text = text.replaceAll(secret, '…').replaceAll(encodeURIComponent(secret), '…');
  }
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const reason = (lines.at(-1) ?? 'no message').replaceAll(/\[[^\]]* @ 0x[0-9a-f]+\]\s*/g, '').slice(0, 200);
  return faceError('FACE_FFMPEG_ENDED', { host, reason });
}
