import { unreachable } from '../driver/failures.js';
import { readCassia } from '../gateways/cassia.js';
import type { Source } from './source.js';

const MAX_LINE = 16_384;
/** A Cassia router in an office hears something every second; silence means a dead line. */
const SILENCE_MS = 60_000;
const CONNECT_MS = 15_000;

/** Connects to the event stream of a Cassia router. @throws BLE_SOURCE_UNREACHABLE */
export async function cassiaSource(url: string): Promise<Source> {
  const stop = new AbortController();
  const address = new URL('/gap/nodes?event=1', url);
  const connecting = setTimeout(() => stop.abort(new Error('no answer')), CONNECT_MS);
  let body: ReadableStream<Uint8Array>;
  try {
    const response = await fetch(address, { headers: { accept: 'text/event-stream' }, signal: stop.signal });
    if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
    body = response.body;
  } catch (error) {
    stop.abort();
    throw unreachable('cassia', error);
  } finally {
    clearTimeout(connecting);
  }
  return {
    async run(listener, signal) {
      const reader = body.getReader();
      const cancel = () => void reader.cancel().catch(() => undefined);
      signal.addEventListener('abort', cancel, { once: true });
      const decoder = new TextDecoder();
      let rest = '';
      let silence = setTimeout(cancel, SILENCE_MS);
      try {
        for (;;) {
          const { done, value } = await reader.read();
          if (done) break;
          clearTimeout(silence);
          silence = setTimeout(cancel, SILENCE_MS);
          listener.alive();
          const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
          rest = (lines.pop() ?? '').slice(-MAX_LINE);
          for (const line of lines) {
            if (!line.startsWith('data:')) continue;
            try {
              listener.heard(readCassia(line));
            } catch (error) {
              listener.unreadable(error);
            }
          }
        }
      } catch (error) {
        if (!signal.aborted) throw unreachable('cassia', error);
      } finally {
        clearTimeout(silence);
        signal.removeEventListener('abort', cancel);
      }
      if (!signal.aborted) throw unreachable('cassia', new Error('the stream ended'));
    },
    close: async () => stop.abort(),
  };
}
