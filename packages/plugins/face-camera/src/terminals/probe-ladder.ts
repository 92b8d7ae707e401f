import type { DeviceInfo, ProbeReport, ProbeStep } from '@hadir/sdk';
import { asFailure, codedError } from './failures.js';

export interface ProbeQuestions {
  info(): Promise<DeviceInfo>;
  clockOffsetMs(): Promise<number>;
  recordsOnDevice(): Promise<number>;
}

/** Rungs that a terminal's first refusal stands for: signing in comes with the first question. */
const FIRST: Readonly<Record<string, ProbeStep['step']>> = {
  FACE_TERMINAL_AUTH: 'authorised',
  FACE_WIRE_DIGEST: 'authorised',
  FACE_TERMINAL_REFUSED: 'identified',
  FACE_TERMINAL_UNSUPPORTED: 'identified',
  FACE_WIRE_UNREADABLE: 'identified',
};

/** Asks one question after the other; a rung that fails is reported, never thrown. */
export async function probeLadder(expectedSerial: string | null, questions: ProbeQuestions): Promise<ProbeReport> {
  const steps: ProbeStep[] = [];
  const fail = (step: ProbeStep['step'], error: unknown): void => {
    const coded = codedError(asFailure(error));
    if (coded === null) throw error;
    steps.push({ step, ok: false, code: coded.code, detail: coded.text('en') });
  };
  let info: DeviceInfo;
  try {
    info = await questions.info();
  } catch (error) {
    const step = FIRST[codedError(asFailure(error))?.code ?? ''] ?? 'reachable';
    if (step !== 'reachable') steps.push({ step: 'reachable', ok: true });
    if (step === 'identified') steps.push({ step: 'authorised', ok: true });
    fail(step, error);
    return { steps };
  }
  const isExpected = expectedSerial === null || (info.serialNumber ?? '').endsWith(expectedSerial);
  steps.push(
    { step: 'reachable', ok: true },
    { step: 'authorised', ok: true },
    {
      step: 'identified',
      ok: isExpected,
      detail: `${info.model ?? ''} ${info.serialNumber ?? ''}`.trim(),
      ...(isExpected ? {} : { code: 'FACE_TERMINAL_SERIAL_MISMATCH' }),
    },
  );
  const report: { info: DeviceInfo; clockOffsetMs?: number; recordsOnDevice?: number } = { info };
  try {
    report.clockOffsetMs = await questions.clockOffsetMs();
    steps.push({ step: 'clock', ok: true, detail: `${Math.round(report.clockOffsetMs / 1000)} s` });
  } catch (error) {
    fail('clock', error);
  }
  try {
    report.recordsOnDevice = await questions.recordsOnDevice();
    steps.push({ step: 'records-on-device', ok: true, detail: String(report.recordsOnDevice) });
  } catch (error) {
    fail('records-on-device', error);
  }
  return { steps, ...report };
}
