import type { HadirError } from '@hadir/core';
import { isDeviceFailure } from '../driver/failure.js';
import { pluginError } from '../plugin-errors.js';
import { looksLikeHadirError, reasonOf } from '../protocol/error-facts.js';
import type { SessionFailureKind } from '../protocol/notice.js';

/** Why a session ended without being asked to. */
export interface SessionFailure {
  readonly kind: SessionFailureKind;
  readonly error: HadirError;
}

/** Turns whatever a driver threw into a failure: a DeviceFailure as it says, all else is a bug of the plugin. */
export function failureOf(thrown: unknown, phase: string): SessionFailure {
  if (isDeviceFailure(thrown)) return { kind: thrown.kind, error: thrown.error };
  if (looksLikeHadirError(thrown)) return { kind: 'bug', error: thrown };
  return { kind: 'bug', error: pluginError('PLUGIN_BUG', { phase, reason: reasonOf(thrown) }, thrown) };
}

export function unreachable(error: HadirError): SessionFailure {
  return { kind: 'unreachable', error };
}

export function abortIgnored(phase: string): SessionFailure {
  return { kind: 'bug', error: pluginError('PLUGIN_ABORT_IGNORED', { phase }) };
}
