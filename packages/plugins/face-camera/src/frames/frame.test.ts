import { manualClock } from '@hadir/sdk/testing';
import { describe, expect, it } from 'vitest';
import { faceError } from '../errors.js';
import { type FrameSource, newestFrames } from './frame.js';

const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

/** A source that is told what to send. */
function handSource() {
  let send: (jpeg: Buffer) => void = () => undefined;
  let finish: (error?: Error) => void = () => undefined;
  let ended = false;
  const source: FrameSource = {
    address: 'hand',
    grab: (taker, signal) =>
      new Promise<void>((resolve, reject) => {
        send = taker.picture;
        finish = (error) => (error === undefined ? resolve() : reject(error));
        signal.addEventListener('abort', () => {
          ended = true;
          resolve();
        });
      }),
  };
  return {
    source,
    send: (text: string) => send(Buffer.from(text)),
    finish: (error?: Error) => finish(error),
    ended: () => ended,
  };
}

describe('frames for one who is slower than the camera', () => {
  it('the newest wins; its time is that of its arrival', async () => {
    const clock = manualClock(1000);
    const { source, send, ended } = handSource();
    const frames = newestFrames(source, new AbortController().signal, { nowMs: () => clock.now() });
    const first = frames.next();
    send('a');
    expect((await first).value).toMatchObject({ jpeg: Buffer.from('a'), atMs: 1000 });
    send('b');
    clock.advance(50);
    send('c');
    clock.advance(50);
    expect((await frames.next()).value).toMatchObject({ jpeg: Buffer.from('c'), atMs: 1050 });
    await frames.return(undefined);
    expect(ended()).toBe(true);
  });

  it('tells when no picture comes', async () => {
    const { source, send } = handSource();
    const frames = newestFrames(source, new AbortController().signal, { pauseMs: 10 });
    expect((await frames.next()).value).toBeNull();
    const next = frames.next();
    send('a');
    expect((await next).value).toMatchObject({ jpeg: Buffer.from('a') });
    expect((await frames.next()).value).toBeNull();
    await frames.return(undefined);
  });

  it('ends with the signal, and with what ended the source, the last picture first', async () => {
    const stop = new AbortController();
    const one = handSource();
    const frames = newestFrames(one.source, stop.signal);
    const waiting = frames.next();
    await tick();
    stop.abort();
    expect((await waiting).done).toBe(true);

    const two = handSource();
    const broken = newestFrames(two.source, new AbortController().signal);
    const first = broken.next();
    two.send('a');
    two.finish(faceError('FACE_CAMERA_SILENT', { host: 'h', seconds: 10 }));
    expect((await first).value).toMatchObject({ jpeg: Buffer.from('a') });
    await expect(broken.next()).rejects.toThrow(/FACE_CAMERA_SILENT/);
  });
});
