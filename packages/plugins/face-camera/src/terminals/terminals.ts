import type { FaceAnswer, FaceRequest, PluginContext } from '@hadir/sdk';
import type { PushListenSettings } from './config-push.js';
import { asFailure } from './failures.js';
import { type PushListener, startPushListener } from './push-listener.js';

/** Faces on one terminal that is open. */
export interface TerminalFaces {
  send(request: FaceRequest<'send'>, signal: AbortSignal): Promise<FaceAnswer<'send'>>;
  withdraw(request: FaceRequest<'withdraw'>, signal: AbortSignal): Promise<FaceAnswer<'withdraw'>>;
}

/** What all face terminals of the plugin share: the listener they push to, and who is open just now. */
export interface Terminals {
  /** Null when the listener is off. */
  readonly push: PushListener | null;
  /** The open terminal of that id; null when there is none. */
  terminal(deviceId: string): TerminalFaces | null;
  /** @returns how to take it out again */
  add(deviceId: string, faces: TerminalFaces): () => void;
  close(): Promise<void>;
}

const DEFAULT_PORT = 8082;

/** @throws DeviceFailure with FACE_PUSH_LISTEN_FAILED */
export async function startTerminals(context: PluginContext, listen: PushListenSettings = {}): Promise<Terminals> {
  const push = listen.enabled === true ? await startListener(context, listen) : null;
  const open = new Map<string, TerminalFaces>();

  return {
    push,
    terminal: (deviceId) => open.get(deviceId) ?? null,
    add(deviceId, faces) {
      open.set(deviceId, faces);
      return () => {
        if (open.get(deviceId) === faces) open.delete(deviceId);
      };
    },
    close: async () => push?.close(),
  };
}

async function startListener(context: PluginContext, listen: PushListenSettings): Promise<PushListener> {
  try {
    return await startPushListener({
      host: listen.host ?? '0.0.0.0',
      port: listen.port ?? DEFAULT_PORT,
      clock: context.clock,
      log: context.log,
      discovered: (candidate) => context.discovered(candidate),
    });
  } catch (error) {
    throw asFailure(error);
  }
}
