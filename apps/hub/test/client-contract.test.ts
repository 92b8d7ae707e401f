import type * as client from '@hadir/sdk/client';
import type { Static } from 'typebox';
import { describe, expectTypeOf, it } from 'vitest';
import type { SCOPES } from '../src/auth/index.js';
import type * as approvals from '../src/http/routes/attendance/approvals.js';
import type { ImportReportView } from '../src/http/routes/attendance/imports.js';
import type * as months from '../src/http/routes/attendance/months.js';
import type * as results from '../src/http/routes/attendance/results.js';
import type * as rules from '../src/http/routes/attendance/rules.js';
import type * as staff from '../src/http/routes/attendance/staff.js';
import type * as faces from '../src/http/routes/faces-views.js';
import type * as device from '../src/http/views/device.js';
import type { EventView } from '../src/http/views/event.js';

/** Compiled by the type checker: what the hub answers is what `@hadir/sdk/client` says, and takes what it sends. */
describe('the client and the hub agree', () => {
  it('on what the hub answers', () => {
    expectTypeOf<EventView>().toExtend<client.EventView>();
    expectTypeOf<device.DeviceView>().toExtend<client.DeviceView>();
    expectTypeOf<device.LadderView>().toExtend<client.LadderView>();
    expectTypeOf<Static<typeof device.CommandView>>().toExtend<client.CommandView>();
    expectTypeOf<Static<typeof device.CandidateView>>().toExtend<client.CandidateView>();
    expectTypeOf<Static<typeof device.DeviceUserView>>().toExtend<client.DeviceUserView>();
    expectTypeOf<Static<typeof device.PluginView>>().toExtend<client.PluginView>();
    expectTypeOf<Static<typeof rules.RuleView>>().toExtend<client.RuleView>();
    expectTypeOf<Static<typeof rules.AssignmentView>>().toExtend<client.AssignmentView>();
    expectTypeOf<Static<typeof staff.PlacementView>>().toExtend<client.PlacementView>();
    expectTypeOf<Static<typeof staff.RosterLine>>().toExtend<client.RosterLine>();
    expectTypeOf<Static<typeof staff.ApproverView>>().toExtend<client.ApproverView>();
    expectTypeOf<Static<typeof ImportReportView>>().toExtend<client.ImportReport>();
    expectTypeOf<Static<typeof approvals.RequestView>>().toExtend<client.RequestView>();
    expectTypeOf<Static<typeof approvals.AttachmentView>>().toExtend<client.AttachmentView>();
    expectTypeOf<Static<typeof approvals.CorrectionView>>().toExtend<client.CorrectionView>();
    expectTypeOf<Static<typeof results.DayView>>().toExtend<client.DayView>();
    expectTypeOf<Static<typeof results.UnitDayView>>().toExtend<client.UnitDayView>();
    expectTypeOf<Static<typeof results.ProgressView>>().toExtend<client.ResultProgress>();
    expectTypeOf<Static<typeof results.CampaignReportView>>().toExtend<client.CampaignReport>();
    expectTypeOf<Static<typeof months.RecapView>>().toExtend<client.RecapView>();
    expectTypeOf<Static<typeof months.LockView>>().toExtend<client.LockView>();
    expectTypeOf<Static<typeof faces.EnrolmentView>>().toExtend<client.FaceEnrolmentView>();
    expectTypeOf<Static<typeof faces.PictureView>>().toExtend<client.FacePictureView>();
    expectTypeOf<Static<typeof faces.LikenessView>>().toExtend<client.FaceLikenessView>();
    expectTypeOf<Static<typeof faces.PersonFaceView>>().toExtend<client.FacePersonView>();
    expectTypeOf<Static<typeof faces.ErasureView>>().toExtend<client.FaceErasureView>();
    expectTypeOf<Static<typeof faces.ExportView>>().toExtend<client.FaceExportView>();
    expectTypeOf<Static<typeof faces.CalibrationView>>().toExtend<client.FaceCalibrationView>();
    expectTypeOf<Static<typeof months.DisciplineView>>().toExtend<client.DisciplineView>();
  });

  it('on what the client sends', () => {
    expectTypeOf<client.RuleInput>().toExtend<Readonly<Static<typeof rules.RuleInput>>>();
    expectTypeOf<client.AssignmentInput>().toExtend<Readonly<Static<typeof rules.AssignmentInput>>>();
    expectTypeOf<client.PlacementInput>().toExtend<Readonly<Static<typeof staff.PlacementInput>>>();
    expectTypeOf<client.RequestInput>().toExtend<Readonly<Static<typeof approvals.RequestInput>>>();
    expectTypeOf<client.DecisionInput>().toExtend<Readonly<Static<typeof approvals.DecisionInput>>>();
    expectTypeOf<client.DeviceInput>().toExtend<Readonly<Static<typeof device.DeviceInput>>>();
    expectTypeOf<client.ProbeInput>().toExtend<Readonly<Static<typeof device.ProbeInput>>>();
    expectTypeOf<(typeof SCOPES)[number]>().toExtend<client.KeyInput['scopes'][number]>();
  });
});
