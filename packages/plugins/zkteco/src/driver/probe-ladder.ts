import type { DeviceInfo, ErrorDetails, HadirError, ProbeReport, ProbeStep } from '@hadir/sdk';
import { type ZkErrorCode, zkError } from '../errors.js';

type Step = ProbeStep['step'];

const RUNGS: readonly Step[] = [
  'reachable',
  'session',
  'authorised',
  'identified',
  'clock',
  'records-on-device',
  'read',
];

/** Collects the rungs of a test in their order; a failed rung stands for all above it. */
export interface ProbeLadder {
  ok(step: Step, detail?: string): void;
  /** Rungs below that were not named were climbed. */
  fail(step: Step, error: HadirError): void;
  failWith(step: Step, code: ZkErrorCode, details: ErrorDetails): void;
  /** The lowest rung not named yet. */
  next(): Step;
  info(info: DeviceInfo): void;
  clockOffset(offsetMs: number): void;
  recordsOnDevice(count: number): void;
  report(): ProbeReport;
}

export function probeLadder(): ProbeLadder {
  const steps: ProbeStep[] = [];
  let facts: Omit<ProbeReport, 'steps'> = {};
  const has = (step: Step) => steps.some((known) => known.step === step);
  const next = (): Step => RUNGS.find((step) => !has(step)) ?? 'read';

  function climbTo(step: Step): void {
    for (const below of RUNGS) {
      if (below === step) return;
      if (!has(below)) steps.push({ step: below, ok: true });
    }
  }

  const ladder: ProbeLadder = {
    ok(step, detail) {
      climbTo(step);
      steps.push({ step, ok: true, ...(detail === undefined ? {} : { detail }) });
    },
    fail(step, error) {
      climbTo(step);
      steps.push({ step, ok: false, code: error.code, detail: error.text('en') });
    },
    failWith: (step, code, details) => ladder.fail(step, zkError(code, details)),
    next,
    info(info) {
      facts = { ...facts, info };
    },
    clockOffset(clockOffsetMs) {
      facts = { ...facts, clockOffsetMs };
    },
    recordsOnDevice(recordsOnDevice) {
      facts = { ...facts, recordsOnDevice };
    },
    report: () => ({ steps: [...steps], ...facts }),
  };
  return ladder;
}
