import { isHadirError, STATUS_TEXTS, traceText } from '@hadir/core';
import { CHECKIN_REASONS } from '@hadir/sdk/checkin';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import Type, { type Static } from 'typebox';
import { type ResultContext, readDay, today } from '../../attendance/index.js';
import {
  type CheckinContext,
  issuePass,
  listDecisions,
  passError,
  personOfPass,
  provePhone,
} from '../../checkin/index.js';
import type { App } from '../app-types.js';
import type { HubServices } from '../services.js';
import { Day, nullable, Time } from '../views/common.js';
import { resultContext } from './attendance/common.js';
import { Assertion, B64 } from './checkin-phone.js';
import { Decision, Direction, ReasonCode } from './checkin-views.js';

const Text = Type.Object({ id: Type.String(), en: Type.String() });
const TodayView = Type.Object({
  date: Day,
  zone: Type.String(),
  checkins: Type.Array(
    Type.Object({
      at: Time,
      direction: Direction,
      decision: Decision,
      review: nullable(Type.Union([Type.Literal('open'), Type.Literal('approved'), Type.Literal('refused')])),
      site: nullable(Type.String()),
      reasons: Type.Array(ReasonCode),
      texts: Type.Array(Text),
    }),
  ),
  day: nullable(
    Type.Object({
      status: Type.String(),
      statusText: Text,
      in: nullable(Type.String()),
      out: nullable(Type.String()),
      lateMinutes: nullable(Type.Integer()),
      earlyMinutes: nullable(Type.Integer()),
      why: Type.Array(Text),
    }),
  ),
});
const MOST_CHECKINS = 30;

/** What a phone may see: its owner's day, opened with its own key. No API key. */
export function checkinTodayRoutes(app: App, services: HubServices): void {
  const tags = ['checkin'];
  const config = { scope: 'public' } as const;
  const results = resultContext(services);

  app.post(
    '/checkin/today',
    {
      config,
      schema: {
        tags,
        summary: 'Open the day of the phone’s owner with the screen lock',
        description:
          'The nonce of `begin`, signed: SHA-256("absen-today-v1\\0" ‖ nonce). The pass is good for 15 minutes.',
        body: Type.Object({ nonce: B64(64), assertion: Assertion }, { additionalProperties: false }),
        response: { 200: Type.Object({ pass: Type.String(), today: TodayView }) },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const context = services.checkin();
      const { nonce, assertion } = request.body;
      const phoneId = await provePhone(context, {
        nonce,
        assertion: assertion as unknown as AuthenticationResponseJSON,
      });
      const pass = issuePass(context, phoneId);
      return { pass, today: await todayOf(context, results, await personOfPass(context, pass)) };
    },
  );
  app.get(
    '/checkin/today',
    {
      config,
      schema: {
        tags,
        summary: 'The day of the phone’s owner, and why',
        description: '`Authorization: Bearer` and the pass that a check-in or `POST /checkin/today` gave.',
        response: { 200: TodayView },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const context = services.checkin();
      const pass = /^Bearer +(\S{1,200})$/i.exec(request.headers.authorization ?? '')?.[1];
      if (pass === undefined) throw passError('CHECKIN_PASS_REFUSED');
      return todayOf(context, results, await personOfPass(context, pass));
    },
  );
}

async function todayOf(
  context: CheckinContext,
  results: ResultContext,
  personId: string,
): Promise<Static<typeof TodayView>> {
  const date = today(results);
  const decisions = await listDecisions(context.database.pool, { personId, limit: MOST_CHECKINS });
  const ofToday = decisions.filter(({ at }) => dateIn(results.zone, at) === date);
  return {
    date,
    zone: results.zone,
    checkins: ofToday.map(({ at, direction, decision, review, siteName, reasons }) => ({
      at: at.toISOString(),
      direction,
      decision,
      review,
      site: siteName,
      reasons: [...reasons],
      texts: reasons.map((code) => ({ ...CHECKIN_REASONS[code].text })),
    })),
    day: await dayResult(results, personId, date),
  };
}

// The Swedish form of a date is ISO 8601.
const dateIn = (zone: string, at: Date): string => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at);

async function dayResult(results: ResultContext, personId: string, date: string) {
  try {
    const { result } = await readDay(results, personId, date);
    const { status, lateMinutes, earlyMinutes, trace } = result;
    return {
      status,
      statusText: { ...STATUS_TEXTS[status] },
      in: result.in,
      out: result.out,
      lateMinutes,
      earlyMinutes,
      why: trace.map((step) => ({ id: traceText(step, 'id'), en: traceText(step, 'en') })),
    };
  } catch (error) {
    if (isHadirError(error) && error.code === 'RESULT_NOT_FOUND') return null;
    throw error;
  }
}
