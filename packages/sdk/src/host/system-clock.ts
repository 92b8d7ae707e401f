import { type Clock, instant } from '@hadir/core';

/** The computer's own clock. */
export const systemClock: Clock = Object.freeze({ now: () => instant(Date.now()) });
