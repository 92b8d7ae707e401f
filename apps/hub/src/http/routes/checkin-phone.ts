import { CHECKIN_REASONS } from '@hadir/sdk/checkin';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import Type from 'typebox';
import { authError } from '../../auth/index.js';
import { beginEnrolment, finishEnrolment, issuePass } from '../../checkin/index.js';
import type { App } from '../app-types.js';
import type { HubServices } from '../services.js';
import { Facts, Time, Uuid } from '../views/common.js';
import { Decision, Direction, ReasonCode, Witness } from './checkin-views.js';

export const B64 = (maxLength: number) => Type.String({ pattern: '^[0-9A-Za-z_-]+$', minLength: 1, maxLength });
const Text = Type.Object({ id: Type.String(), en: Type.String() });
/** Checked to the bone by the WebAuthn library; here only its outline. */
export const Assertion = Type.Object(
  {
    id: B64(1400),
    rawId: B64(1400),
    type: Type.Literal('public-key'),
    authenticatorAttachment: Type.Optional(Type.String({ maxLength: 32 })),
    clientExtensionResults: Type.Object({}),
    response: Type.Object({
      clientDataJSON: B64(4096),
      authenticatorData: B64(4096),
      signature: B64(2048),
      userHandle: Type.Optional(Type.String({ maxLength: 128 })),
    }),
  },
  { description: 'PublicKeyCredential.toJSON() of navigator.credentials.get' },
);
const Registration = Type.Object(
  {
    id: B64(1400),
    rawId: B64(1400),
    type: Type.Literal('public-key'),
    authenticatorAttachment: Type.Optional(Type.String({ maxLength: 32 })),
    clientExtensionResults: Type.Object({}),
    response: Type.Object({
      clientDataJSON: B64(4096),
      attestationObject: B64(65_536),
      transports: Type.Optional(Type.Array(Type.String({ maxLength: 32 }), { maxItems: 8 })),
    }),
  },
  { description: 'PublicKeyCredential.toJSON() of navigator.credentials.create' },
);

/** What a person's phone calls. No API key: the phone proves itself by its own. */
export function checkinPhoneRoutes(app: App, services: HubServices): void {
  const tags = ['checkin'];
  const config = { scope: 'public' } as const;
  const closed = { additionalProperties: false } as const;
  const context = () => services.checkin();

  app.post(
    '/checkin/enrol/begin',
    {
      config,
      schema: {
        tags,
        summary: 'Begin to enrol a phone with a code of the administrator',
        body: Type.Object({ code: Type.String({ pattern: '^\\d{10}$' }) }, closed),
        response: { 200: Type.Object({ enrolmentId: B64(64), personName: Type.String(), options: Facts }) },
      },
    },
    async (request) => {
      if (services.failures.blocked(request.ip)) throw authError('AUTH_TOO_MANY_FAILURES');
      try {
        const begun = await beginEnrolment(context(), request.body.code);
        return { ...begun, options: { ...begun.options } };
      } catch (error) {
        services.failures.failed(request.ip);
        throw error;
      }
    },
  );
  app.post(
    '/checkin/enrol/finish',
    {
      config,
      schema: {
        tags,
        summary: 'Hand in the key that the phone made',
        body: Type.Object({ enrolmentId: B64(64), response: Registration }, closed),
        response: {
          200: Type.Object({
            credentialId: B64(1400),
            personName: Type.String(),
            assurance: Type.Union([Type.Literal('attested'), Type.Literal('low')]),
          }),
        },
      },
    },
    async (request) =>
      finishEnrolment(
        context(),
        request.body.enrolmentId,
        request.body.response as unknown as RegistrationResponseJSON,
      ),
  );
  app.post(
    '/checkin/begin',
    {
      config,
      schema: {
        tags,
        summary: 'Begin a check-in',
        description: 'Gives a nonce that is good once and for a minute. What the phone heard before does not count.',
        body: Type.Object({ credentialId: B64(1400), direction: Direction }, closed),
        response: {
          200: Type.Object({
            nonce: B64(64),
            ttlSeconds: Type.Integer(),
            rpId: Type.String(),
            credentialId: B64(1400),
            sites: Type.Array(
              Type.Object({
                id: Uuid,
                name: Type.String(),
                gattBeacons: Type.Array(Type.String()),
                minFrames: Type.Integer(),
                minSpreadMs: Type.Integer(),
                witness: Witness,
              }),
            ),
            witness: Type.Union([Type.Object({ key: B64(64), seconds: Type.Integer() }), Type.Null()], {
              description: 'For native apps: what to advertise while checking in, so that a gateway hears the phone.',
            }),
          }),
        },
      },
    },
    async (request) => services.checkin().desk.begin(request.body.credentialId, request.body.direction),
  );
  app.post(
    '/checkin/finish',
    {
      config,
      schema: {
        tags,
        summary: 'Hand in evidence and signature; answers with the decision and its reasons',
        body: Type.Object({ nonce: B64(64), evidence: B64(32_768), assertion: Assertion }, closed),
        response: {
          200: Type.Object({
            decision: Decision,
            reasons: Type.Array(ReasonCode),
            texts: Type.Array(Text),
            at: Time,
            pass: Type.Union([Type.String(), Type.Null()], {
              description: 'For `GET /checkin/today`, 15 minutes; null when the signature did not fit.',
            }),
          }),
        },
      },
    },
    async (request) => {
      const { nonce, evidence, assertion } = request.body;
      const input = { nonce, evidence, assertion: assertion as unknown as AuthenticationResponseJSON };
      const { decision, reasons, at, provenPhoneId } = await services.checkin().desk.finish(input);
      const texts = reasons.map((code) => ({ ...CHECKIN_REASONS[code].text }));
      const pass = provenPhoneId === null ? null : issuePass(context(), provenPhoneId);
      return { decision, reasons: [...reasons], texts, at: at.toISOString(), pass };
    },
  );
}
