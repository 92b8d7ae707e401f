import { connectionOf, type HubClientOptions } from './options.js';
import { type CheckinOfficesClient, checkinOfficesClient } from './resources/checkin.js';
import {
  type DevicesClient,
  devicesClient,
  type InboxClient,
  inboxClient,
  type PluginsClient,
  pluginsClient,
} from './resources/devices.js';
import { type EventsClient, eventsClient, type JournalClient, journalClient } from './resources/events.js';
import { type FacesClient, facesClient } from './resources/faces.js';
import {
  type AuditClient,
  auditClient,
  health,
  type IssuesClient,
  issuesClient,
  type KeysClient,
  keysClient,
} from './resources/operations.js';
import {
  type MappingsClient,
  mappingsClient,
  type PeopleClient,
  peopleClient,
  type StationsClient,
  stationsClient,
  type UnitsClient,
  unitsClient,
} from './resources/people.js';
import {
  type CorrectionsClient,
  correctionsClient,
  type RequestsClient,
  requestsClient,
} from './resources/requests.js';
import {
  type CampaignsClient,
  campaignsClient,
  type MonthsClient,
  monthsClient,
  type ResultsClient,
  resultsClient,
} from './resources/results.js';
import {
  type ApelClient,
  type ApproversClient,
  type AssignmentsClient,
  apelClient,
  approversClient,
  assignmentsClient,
  type ImportsClient,
  importsClient,
  type PlacementsClient,
  placementsClient,
  type RostersClient,
  type RulesClient,
  rostersClient,
  rulesClient,
} from './resources/rules.js';
import type { HealthView } from './views/operation.js';

/** A hub's API, typed. Holds no connection open except while a live stream is followed. */
export interface HubClient {
  readonly devices: DevicesClient;
  readonly inbox: InboxClient;
  readonly plugins: PluginsClient;
  readonly units: UnitsClient;
  readonly stations: StationsClient;
  readonly people: PeopleClient;
  readonly mappings: MappingsClient;
  readonly events: EventsClient;
  readonly journal: JournalClient;
  readonly faces: FacesClient;
  readonly checkinOffices: CheckinOfficesClient;
  readonly rules: RulesClient;
  readonly assignments: AssignmentsClient;
  readonly placements: PlacementsClient;
  readonly rosters: RostersClient;
  readonly apel: ApelClient;
  readonly approvers: ApproversClient;
  readonly imports: ImportsClient;
  readonly requests: RequestsClient;
  readonly corrections: CorrectionsClient;
  readonly results: ResultsClient;
  readonly months: MonthsClient;
  readonly campaigns: CampaignsClient;
  readonly issues: IssuesClient;
  readonly keys: KeysClient;
  readonly audit: AuditClient;
  health(signal?: AbortSignal): Promise<HealthView>;
}

/**
 * Speaks to a hub from Node.js or a browser. Every call takes an `AbortSignal` and throws `HubProblem` when the hub
 * refuses, or an error of `CLIENT_ERRORS`.
 *
 * What the hub answers is not checked member by member: a newer hub may add members and words, and a client must not break on them.
 * @throws CLIENT_OPTIONS_INVALID
 */
export function createHubClient(options: HubClientOptions): HubClient {
  const connection = connectionOf(options);
  return Object.freeze({
    devices: devicesClient(connection),
    inbox: inboxClient(connection),
    plugins: pluginsClient(connection),
    units: unitsClient(connection),
    stations: stationsClient(connection),
    people: peopleClient(connection),
    mappings: mappingsClient(connection),
    events: eventsClient(connection),
    journal: journalClient(connection),
    faces: facesClient(connection),
    checkinOffices: checkinOfficesClient(connection),
    rules: rulesClient(connection),
    assignments: assignmentsClient(connection),
    placements: placementsClient(connection),
    rosters: rostersClient(connection),
    apel: apelClient(connection),
    approvers: approversClient(connection),
    imports: importsClient(connection),
    requests: requestsClient(connection),
    corrections: correctionsClient(connection),
    results: resultsClient(connection),
    months: monthsClient(connection),
    campaigns: campaignsClient(connection),
    issues: issuesClient(connection),
    keys: keysClient(connection),
    audit: auditClient(connection),
    health: (signal?: AbortSignal) => health(connection, signal),
  });
}
