import type { FaceAnswer, FaceRequest, FaceService } from '@hadir/sdk';
import { zkError } from '../errors.js';

/** Faces on one terminal that is open. */
export interface TerminalFaces {
  send(request: FaceRequest<'send'>, signal: AbortSignal): Promise<FaceAnswer<'send'>>;
  withdraw(request: FaceRequest<'withdraw'>, signal: AbortSignal): Promise<FaceAnswer<'withdraw'>>;
}

/** Finds the terminal that a face is for. Terminals recognise by themselves, so the rest of the service is left out. */
export interface FaceDesk {
  /** @returns how to take it out again */
  add(deviceId: string, faces: TerminalFaces): () => void;
  readonly service: FaceService;
}

/** A terminal that no photograph can be sent to; so there is none to take back either. */
export const WITHOUT_FACES: TerminalFaces = {
  send: async () => ({ state: 'unsupported' }),
  withdraw: async () => ({ left: 0 }),
};

export const NO_FACES: FaceDesk = { add: () => () => undefined, service: {} };

export function createFaceDesk(): FaceDesk {
  const open = new Map<string, TerminalFaces>();
  function facesOf(deviceId: string): TerminalFaces {
    const faces = open.get(deviceId);
    if (faces === undefined) throw zkError('ADMS_DEVICE_NOT_OPEN', { deviceId });
    return faces;
  }
  return {
    add(deviceId, faces) {
      open.set(deviceId, faces);
      return () => {
        if (open.get(deviceId) === faces) open.delete(deviceId);
      };
    },
    service: {
      send: async (request, signal) => facesOf(request.deviceId).send(request, signal),
      withdraw: async (request, signal) => facesOf(request.deviceId).withdraw(request, signal),
    },
  };
}
