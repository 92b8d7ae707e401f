import type { CodeTables } from '../code-table.js';
import { DAHUA_OPERATION, DAHUA_STATE, DAHUA_VERIFY } from './dahua.js';
import { FINGERSPOT_STATE, FINGERSPOT_VERIFY } from './fingerspot.js';
import { CHECKIN_STATE, CHECKIN_VERIFY } from './hadir-checkin.js';
import { HIKVISION_OPERATION, HIKVISION_STATE, HIKVISION_VERIFY } from './hikvision.js';
import { SOLUTION_STATE, SOLUTION_VERIFY } from './solution.js';
import { ZKTECO_OPERATION } from './zkteco-operation.js';
import { ZKTECO_STATE } from './zkteco-state.js';
import { ZKTECO_VERIFY, ZKTECO_VERIFY_LEGACY } from './zkteco-verify.js';

/**
 * The tables that Hadir brings along; a plugin's manifest may add others under names of its own.
 * A name is `<vendor>.<what>` and never changes its meaning, because journal lines refer to it.
 */
export const BUILTIN_CODE_TABLES: CodeTables = Object.freeze({
  'zkteco.verify': ZKTECO_VERIFY,
  'zkteco.verify-legacy': ZKTECO_VERIFY_LEGACY,
  'zkteco.state': ZKTECO_STATE,
  'zkteco.operation': ZKTECO_OPERATION,
  'fingerspot.verify': FINGERSPOT_VERIFY,
  'fingerspot.state': FINGERSPOT_STATE,
  'solution.verify': SOLUTION_VERIFY,
  'solution.state': SOLUTION_STATE,
  'hikvision.verify': HIKVISION_VERIFY,
  'hikvision.state': HIKVISION_STATE,
  'hikvision.operation': HIKVISION_OPERATION,
  'dahua.verify': DAHUA_VERIFY,
  'dahua.state': DAHUA_STATE,
  'dahua.operation': DAHUA_OPERATION,
  'hadir.checkin-verify': CHECKIN_VERIFY,
  'hadir.checkin-state': CHECKIN_STATE,
});
