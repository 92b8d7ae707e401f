import { BUILTIN_CODE_TABLES, type Method, methodsOf } from '@hadir/sdk';
import type { DahuaAccess } from './dahua-event.js';

/** Methods that open the door without anybody having been recognised: from afar, by the button. */
const DOOR_ONLY = new Set([4, 5]);

export type DahuaMeaning = 'punch' | 'operation' | 'refused' | 'ignored';

/** A pass without a user is a door opened from afar and no punch, whatever its method says. */
export function dahuaMeaning({ userId, method, isPass }: DahuaAccess): DahuaMeaning {
  if (!isPass) return 'refused';
  if (method !== null && DOOR_ONLY.has(method)) return 'operation';
  return userId === null ? 'ignored' : 'punch';
}

const ENTRY = 256;
const EXIT = 257;

export function dahuaStateCode({ attendanceState, direction }: DahuaAccess): number | null {
  if (attendanceState !== null && attendanceState >= 1 && attendanceState <= 6) return attendanceState;
  return direction === null ? null : direction === 'in' ? ENTRY : EXIT;
}

export function dahuaMethods({ method }: DahuaAccess): readonly Method[] {
  return methodsOf(BUILTIN_CODE_TABLES, method === null ? undefined : { table: 'dahua.verify', code: method });
}
