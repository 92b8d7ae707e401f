import { Compile } from 'typebox/compile';
import { FACE_CALLS, type FaceCall } from '../driver/face-service.js';

type Side = 'request' | 'answer';

const checkers = Object.fromEntries(
  Object.entries(FACE_CALLS).map(([call, { request, answer }]) => [
    call,
    { request: Compile(request), answer: Compile(answer) },
  ]),
);

/** Says where a value is wrong and never what it holds: pictures and templates must not get into a log. */
interface FaceFault {
  readonly path: string;
  readonly reason: string;
}

export function isFaceCall(call: string): call is FaceCall {
  return Object.hasOwn(FACE_CALLS, call);
}

/** Null when the value is as agreed. */
export function faceFault(call: FaceCall, side: Side, value: unknown): FaceFault | null {
  const checker = checkers[call]?.[side];
  if (checker === undefined) return { path: '/', reason: 'is not a known call' };
  if (checker.Check(value)) return null;
  const fault = checker.Errors(value)[0];
  return { path: fault?.instancePath || '/', reason: fault?.message ?? 'does not match' };
}
