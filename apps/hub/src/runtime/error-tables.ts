import type { ErrorTable } from '@hadir/core';
import { PLUGIN_ERRORS } from '@hadir/sdk/host';
import { RESULT_ERRORS } from '../attendance/index.js';
import { AUTH_ERRORS } from '../auth/index.js';
import { CHECKIN_ERRORS, PASS_ERRORS } from '../checkin/index.js';
import { CONFIG_ERRORS } from '../config/index.js';
import { DEVICE_ERRORS } from '../devices/index.js';
import { EVENT_ERRORS } from '../events/index.js';
import { FACE_ERRORS } from '../faces/index.js';
import { HTTP_ERRORS } from '../http/index.js';
import { ISSUE_ERRORS } from '../issues/index.js';
import { JOURNAL_ERRORS } from '../journal/index.js';
import { NORMALISE_ERRORS } from '../normalise/index.js';
import { PEOPLE_ERRORS } from '../people/index.js';
import { POSTGRES_ERRORS } from '../postgres/index.js';
import { QUEUE_ERRORS } from '../queue/index.js';
import { STORE_ERRORS } from '../store/index.js';
import { VISIT_ERRORS } from '../visits/index.js';
import { HUB_ERRORS } from './errors.js';

/** All that the hub itself can say went wrong. */
export const ERROR_TABLES: readonly ErrorTable[] = [
  HUB_ERRORS,
  CONFIG_ERRORS,
  HTTP_ERRORS,
  AUTH_ERRORS,
  DEVICE_ERRORS,
  PEOPLE_ERRORS,
  EVENT_ERRORS,
  CHECKIN_ERRORS,
  PASS_ERRORS,
  FACE_ERRORS,
  ISSUE_ERRORS,
  JOURNAL_ERRORS,
  QUEUE_ERRORS,
  NORMALISE_ERRORS,
  VISIT_ERRORS,
  RESULT_ERRORS,
  POSTGRES_ERRORS,
  STORE_ERRORS,
  PLUGIN_ERRORS,
];
