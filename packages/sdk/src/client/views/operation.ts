import type { Facts, Time } from './common.js';

/** Something that an operator should know and can act on. */
export interface IssueView {
  readonly id: string;
  readonly code: string;
  readonly subject: string;
  readonly pluginId: string | null;
  readonly deviceId: string | null;
  readonly severity: string;
  readonly message: string;
  readonly remedy: string | null;
  readonly details: Facts;
  readonly firstSeen: Time;
  readonly lastSeen: Time;
  readonly timesSeen: number;
  readonly clearedAt: Time | null;
  readonly ignoredAt: Time | null;
}

/** An API key without its secret. */
export interface KeyView {
  readonly id: string;
  readonly name: string;
  /** How the key begins, to tell keys apart. */
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly createdAt: Time;
  readonly createdBy: string;
  readonly expiresAt: Time | null;
  readonly revokedAt: Time | null;
  readonly lastUsedAt: Time | null;
}

export interface KeyInput {
  readonly name: string;
  /** Nobody can hand on scopes that they lack. */
  readonly scopes: readonly string[];
  readonly expiresAt?: Time | null;
}

/** Who changed what. */
export interface AuditView {
  readonly id: number;
  readonly at: Time;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly details: Facts;
}

export interface HealthView {
  readonly status: 'ok' | 'degraded' | 'down';
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string | null }[];
}
