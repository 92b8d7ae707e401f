import type { CheckinReason } from '@hadir/sdk/checkin';
import type { Blocker } from '../flow/blockers.js';
import type { StopCause } from '../flow/outcome.js';
import type { Step } from '../flow/steps.js';

/** What stands in the way and what to do about it. */
export interface Notice {
  readonly title: string;
  readonly todo: string;
}

/** Everything that the app says, in one language. */
export interface Words {
  readonly locale: string;
  readonly otherLanguage: string;
  readonly appName: string;
  readonly greeting: (hour: number) => string;
  readonly direction: Readonly<Record<'in' | 'out', string>>;
  readonly directionQuestion: string;
  readonly checkIn: Readonly<Record<'in' | 'out', string>>;
  readonly ready: string;
  readonly office: string;
  readonly officeByDevice: string;
  readonly blockers: Readonly<Record<Blocker, Notice>>;
  readonly checking: string;
  readonly clockOff: (minutes: number, hubTime: string) => string;
  readonly enrol: {
    readonly title: string;
    readonly intro: string;
    readonly code: string;
    readonly codeHint: string;
    readonly codeLeft: (digits: number) => string;
    readonly submit: string;
    readonly points: readonly string[];
    readonly asking: string;
    readonly making: string;
    readonly done: (name: string) => string;
    readonly doneText: string;
    readonly low: string;
    readonly start: string;
    readonly again: string;
  };
  readonly steps: Readonly<Record<Step, string>>;
  readonly stepsTitle: string;
  readonly stay: string;
  readonly cancel: string;
  readonly outcome: {
    readonly accept: Readonly<Record<'in' | 'out', string>>;
    readonly review: string;
    readonly reviewText: string;
    readonly reject: string;
    readonly rejectText: string;
    readonly unsent: string;
    readonly unsentText: string;
    readonly unsure: string;
    readonly unsureText: string;
    readonly at: string;
    readonly why: string;
    readonly done: string;
    readonly retry: string;
    readonly seeToday: string;
  };
  readonly stops: Readonly<Record<StopCause, Notice>>;
  /** What to do about a refusal, by reason. */
  readonly advice: Readonly<Partial<Record<CheckinReason, string>>>;
  readonly today: {
    readonly title: string;
    readonly locked: string;
    readonly unlock: string;
    readonly opening: string;
    readonly none: string;
    readonly counted: string;
    readonly waiting: string;
    readonly approved: string;
    readonly refused: string;
    readonly rejected: string;
    readonly result: string;
    readonly late: (minutes: number) => string;
    readonly early: (minutes: number) => string;
    readonly why: string;
    readonly failed: string;
  };
  readonly unsupported: {
    readonly title: string;
    readonly text: Readonly<Record<'ios' | 'in-app' | 'android' | 'other' | 'insecure', string>>;
    readonly todo: Readonly<Record<'ios' | 'in-app' | 'android' | 'other' | 'insecure', readonly string[]>>;
    readonly todoTitle: string;
    readonly openChrome: string;
    readonly copyLink: string;
    readonly copied: string;
    readonly found: string;
    readonly parts: Readonly<Record<'secure' | 'webauthn' | 'bluetooth', string>>;
    readonly yes: string;
    readonly no: string;
  };
  readonly help: {
    readonly open: string;
    readonly title: string;
    readonly close: string;
    readonly how: string;
    readonly howPoints: readonly string[];
    readonly notFound: string;
    readonly notFoundPoints: readonly string[];
    readonly kept: string;
    readonly keptText: string;
    readonly newCode: string;
    readonly newCodeText: string;
    readonly install: string;
    readonly installText: string;
  };
}
