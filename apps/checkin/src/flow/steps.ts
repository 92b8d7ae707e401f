/** What a check-in goes through, in order. */
export const STEPS = ['device', 'beacon', 'unlock', 'send'] as const;
export type Step = (typeof STEPS)[number];
