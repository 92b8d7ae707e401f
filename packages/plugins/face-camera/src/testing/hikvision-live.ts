import { request as httpRequest, type ServerResponse } from 'node:http';

/** Lines that are open to a simulated terminal, and the host it pushes to. */
export interface HikvisionLive {
  /** Opens an endless answer. */
  open(response: ServerResponse): void;
  pushTo(target: { readonly host: string; readonly port: number; readonly path: string } | null): void;
  tell(body: unknown): void;
  /** Writes only the first half of the body to the open lines; the rest never comes. */
  tellHalf(body: unknown): void;
  readonly openLines: number;
  /** Pushes that the host did not take yet. */
  readonly waiting: number;
  /** Loses what waits to be pushed. */
  restart(): void;
  stop(): void;
}

export interface HikvisionLiveOptions {
  readonly hasPartLength: boolean;
  readonly heartbeatMs: number;
  readonly retryMs: number;
  /** Name of the part in a pushed form: older firmware names the event, newer `event_log`. */
  readonly partName: string;
}

const BOUNDARY = 'MIME_boundary';
/** Bytes that look like a boundary: only Content-Length says where such a picture ends. */
const PICTURE = Buffer.from('ffd8ffe000104a464946\r\n--MIME_boundary\r\n\r\nffd9', 'latin1');
const PUSH_TIMEOUT_MS = 5_000;

function part(body: unknown, hasLength: boolean): Buffer {
  const text = JSON.stringify(body, null, '\t');
  const length = hasLength ? `Content-Length: ${Buffer.byteLength(text)}\r\n` : '';
  return Buffer.from(`--${BOUNDARY}\r\nContent-Type: application/json; charset="UTF-8"\r\n${length}\r\n${text}\r\n`);
}

export function hikvisionLive(options: HikvisionLiveOptions): HikvisionLive {
  const lines = new Set<ServerResponse>();
  let target: { readonly host: string; readonly port: number; readonly path: string } | null = null;
  let queue: unknown[] = [];
  let isPushing = false;
  let retry: NodeJS.Timeout | undefined;
  let isStopped = false;

  const write = (bytes: Buffer) => {
    for (const line of lines) line.write(bytes);
  };
  const heartbeat = setInterval(() => {
    const body = { eventType: 'heartBeat', eventState: 'active', eventDescription: 'heartBeat' };
    write(part(body, options.hasPartLength));
    if (target !== null && queue.length === 0) enqueue(body);
  }, options.heartbeatMs);

  function enqueue(body: unknown): void {
    if (target === null) return;
    queue.push(body);
    void pushAll();
  }

  async function pushAll(): Promise<void> {
    if (isPushing || isStopped) return;
    isPushing = true;
    try {
      for (let next = queue[0]; next !== undefined && target !== null; next = queue[0]) {
        if (!(await push(target, next))) {
          clearTimeout(retry);
          retry = setTimeout(() => void pushAll(), options.retryMs);
          return;
        }
        if (queue[0] === next) queue.shift();
      }
    } finally {
      isPushing = false;
    }
  }

  function push(
    to: { readonly host: string; readonly port: number; readonly path: string },
    body: unknown,
  ): Promise<boolean> {
    const text = JSON.stringify(body, null, '\t');
    const form = Buffer.concat([
      Buffer.from(
        `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${options.partName}"\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}\r\n`,
      ),
      Buffer.from(
        `--${BOUNDARY}\r\nContent-Disposition: form-data; name="Picture"; filename="Picture.jpg"\r\nContent-Type: image/jpeg\r\nContent-Length: ${PICTURE.length}\r\n\r\n`,
      ),
      PICTURE,
      Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
    ]);
    return new Promise((resolve) => {
      const request = httpRequest({
        ...to,
        method: 'POST',
        timeout: PUSH_TIMEOUT_MS,
        headers: { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`, 'Content-Length': form.length },
      });
      request.on('timeout', () => request.destroy());
      request.on('error', () => resolve(false));
      request.on('response', (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode === 200));
        response.on('error', () => resolve(false));
      });
      request.end(form);
    });
  }

  return {
    get openLines() {
      return lines.size;
    },
    get waiting() {
      return queue.length;
    },
    open(response) {
      response.writeHead(200, { 'Content-Type': `multipart/mixed; boundary=${BOUNDARY}` });
      response.flushHeaders();
      lines.add(response);
      response.once('close', () => lines.delete(response));
    },
    pushTo(to) {
      target = to;
      void pushAll();
    },
    tell(body) {
      write(part(body, options.hasPartLength));
      enqueue(body);
    },
    tellHalf(body) {
      const whole = part(body, options.hasPartLength);
      write(whole.subarray(0, Math.floor(whole.length / 2)));
    },
    restart() {
      queue = [];
      target = null;
    },
    stop() {
      isStopped = true;
      clearInterval(heartbeat);
      clearTimeout(retry);
      for (const line of lines) line.destroy();
    },
  };
}
