export { createHubClient, type HubClient } from './client.js';
export { CLIENT_ERRORS } from './errors.js';
export type { LiveLine, LiveOptions } from './live.js';
export type { HubClientOptions } from './options.js';
export type { Listing, Page, PageOptions } from './pages.js';
export { HubProblem, isHubProblem, type ProblemDetails } from './problem.js';
export type { CheckinOfficesClient } from './resources/checkin.js';
export type { DevicesClient, InboxClient, PluginsClient } from './resources/devices.js';
export type { EventFilter, EventsClient, JournalClient } from './resources/events.js';
export type { FacesClient } from './resources/faces.js';
export type { AuditClient, IssuesClient, KeysClient } from './resources/operations.js';
export type { MappingsClient, PeopleClient, StationsClient, TreeClient, UnitsClient } from './resources/people.js';
export type { CorrectionsClient, RequestsClient } from './resources/requests.js';
export type { CampaignsClient, MonthsClient, ResultsClient } from './resources/results.js';
export type {
  ApelClient,
  ApproversClient,
  AssignmentsClient,
  ImportsClient,
  PlacementsClient,
  RostersClient,
  RulesClient,
} from './resources/rules.js';
export type { CheckinBeaconView, CheckinOfficeView } from './views/checkin.js';
export type { Day, Facts, Named, Time, Trouble } from './views/common.js';
export type {
  AdoptInput,
  CandidateView,
  CommandOptions,
  CommandView,
  DeviceInput,
  DevicePatch,
  DeviceStatusView,
  DeviceUserView,
  DeviceView,
  LadderView,
  PluginView,
  ProbeInput,
} from './views/device.js';
export type { EventDecision, EventDetail, EventView, JournalHead, JournalReport, JournalRow } from './views/event.js';
export type {
  FaceAdviceView,
  FaceBasis,
  FaceCalibrationView,
  FaceDeliveryView,
  FaceEnrolmentView,
  FaceErasureView,
  FaceExportView,
  FaceLikenessView,
  FacePersonView,
  FacePictureView,
} from './views/face.js';
export type { AuditView, HealthView, IssueView, KeyInput, KeyView } from './views/operation.js';
export type {
  MappingInput,
  MappingPatch,
  MappingView,
  NumberKind,
  PersonInput,
  PersonNumberInput,
  PersonView,
  StationInput,
  StationView,
  UnitInput,
  UnitView,
  UnmappedView,
} from './views/people.js';
export type {
  AttachmentView,
  CorrectionDecision,
  CorrectionView,
  DecisionInput,
  RequestInput,
  RequestView,
} from './views/request.js';
export type {
  CampaignInput,
  CampaignReport,
  CampaignView,
  DayView,
  DisciplineView,
  LockInput,
  LockView,
  RecapView,
  RecomputeInput,
  ReportQuery,
  ResultFacts,
  ResultProgress,
  UnitDayView,
  WhyStep,
} from './views/result.js';
export type {
  ApelInput,
  ApelView,
  ApprovalStep,
  ApproverInput,
  ApproverView,
  AssignmentInput,
  AssignmentView,
  ImportKind,
  ImportReport,
  PlacementInput,
  PlacementView,
  RosterLine,
  RuleInput,
  RuleKind,
  RuleView,
} from './views/rule.js';
