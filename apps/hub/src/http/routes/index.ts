import type { App } from '../app-types.js';
import type { HubServices } from '../services.js';
import { approvalRoutes } from './attendance/approvals.js';
import { importRoutes } from './attendance/imports.js';
import { monthRoutes } from './attendance/months.js';
import { resultRoutes } from './attendance/results.js';
import { ruleRoutes } from './attendance/rules.js';
import { staffRoutes } from './attendance/staff.js';
import { auditRoutes } from './audit.js';
import { checkinOfficeRoutes } from './checkin-office.js';
import { checkinPhoneRoutes } from './checkin-phone.js';
import { checkinTodayRoutes } from './checkin-today.js';
import { commandRoutes } from './commands.js';
import { deviceRoutes } from './devices.js';
import { eventRoutes } from './events.js';
import { faceEnrolmentRoutes } from './faces-enrol.js';
import { facePeopleRoutes } from './faces-people.js';
import { inboxRoutes } from './inbox.js';
import { issueRoutes } from './issues.js';
import { journalRoutes } from './journal.js';
import { keyRoutes } from './keys.js';
import { ladderRoutes } from './ladder.js';
import { mappingRoutes } from './mappings.js';
import { peopleRoutes } from './people.js';
import { pluginRoutes } from './plugins.js';
import { streamRoutes } from './stream.js';
import { temperatureRoutes } from './temperatures.js';
import { unitRoutes } from './units.js';
import { visitRoutes } from './visits.js';

const ALL = [
  pluginRoutes,
  deviceRoutes,
  ladderRoutes,
  commandRoutes,
  inboxRoutes,
  unitRoutes,
  peopleRoutes,
  mappingRoutes,
  eventRoutes,
  streamRoutes,
  ruleRoutes,
  staffRoutes,
  approvalRoutes,
  resultRoutes,
  monthRoutes,
  importRoutes,
  journalRoutes,
  issueRoutes,
  keyRoutes,
  auditRoutes,
  temperatureRoutes,
  visitRoutes,
  checkinPhoneRoutes,
  checkinTodayRoutes,
  checkinOfficeRoutes,
  faceEnrolmentRoutes,
  facePeopleRoutes,
] as const;

export function apiRoutes(app: App, services: HubServices): void {
  for (const routes of ALL) routes(app, services);
}
