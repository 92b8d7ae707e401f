import type { Connection } from '../options.js';
import { type Listing, listing, type PageOptions } from '../pages.js';
import { path } from '../paths.js';
import { request } from '../request.js';
import type {
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
} from '../views/face.js';

export interface FacesClient {
  /** By name. `lacking`: only those whom a model in use does not know. */
  people(options?: PageOptions & { readonly unitId?: string; readonly lacking?: boolean }): Listing<FacePersonView>;
  /** Judges a picture as an enrolment would, and keeps nothing. Empty: it is good enough. */
  assess(picture: string, signal?: AbortSignal): Promise<readonly FaceAdviceView[]>;
  open(
    input: { readonly personId: string; readonly basis: FaceBasis; readonly basisReference: string },
    signal?: AbortSignal,
  ): Promise<FaceEnrolmentView>;
  /** Newest first. */
  enrolments(
    options?: PageOptions & { readonly personId?: string; readonly status?: FaceEnrolmentView['status'] },
  ): Listing<FaceEnrolmentView>;
  enrolment(id: string, signal?: AbortSignal): Promise<FaceEnrolmentView>;
  /** JPEG or PNG of at most 4 MB as base64, or the camera that takes it now. */
  addPicture(
    enrolmentId: string,
    picture: string | { readonly deviceId: string },
    signal?: AbortSignal,
  ): Promise<FacePictureView>;
  /** What `finish` will say of the pictures: whether they show one person, and who looks alike. */
  check(enrolmentId: string, signal?: AbortSignal): Promise<FaceLikenessView>;
  finish(
    enrolmentId: string,
    options?: {
      readonly confirm?: { readonly personIds: readonly string[]; readonly reason: string };
      readonly fewer?: { readonly reason: string };
    },
    signal?: AbortSignal,
  ): Promise<FaceEnrolmentView>;
  cancel(enrolmentId: string, signal?: AbortSignal): Promise<void>;
  /** All that is kept about one face, except what is biometric itself. */
  about(personId: string, signal?: AbortSignal): Promise<FaceExportView>;
  /** Sends the face to terminals; with a picture when the hub keeps none. */
  send(
    personId: string,
    input: { readonly deviceIds: readonly string[]; readonly picture?: string },
    signal?: AbortSignal,
  ): Promise<readonly FaceDeliveryView[]>;
  withdraw(personId: string, deviceId: string, signal?: AbortSignal): Promise<readonly FaceDeliveryView[]>;
  erase(personId: string, reason: string, signal?: AbortSignal): Promise<FaceErasureView>;
  /** Newest first. */
  erasures(options?: PageOptions & { readonly personId?: string; readonly open?: boolean }): Listing<FaceErasureView>;
  calibrate(gallery?: string, signal?: AbortSignal): Promise<readonly FaceCalibrationView[]>;
}

export function facesClient(connection: Connection): FacesClient {
  const at = (...parts: string[]): string => path('faces', ...parts);
  return {
    people: ({ unitId, lacking, ...page } = {}) => listing(connection, at('people'), { unitId, lacking }, page),
    assess: async (picture, signal) =>
      (
        await request<{ readonly advice: readonly FaceAdviceView[] }>(connection, 'POST', at('assess'), {
          body: { picture },
          signal,
        })
      ).advice,
    open: (body, signal) => request(connection, 'POST', at('enrolments'), { body, signal }),
    enrolments: ({ personId, status, ...page } = {}) =>
      listing(connection, at('enrolments'), { personId, status }, page),
    enrolment: (id, signal) => request(connection, 'GET', at('enrolments', id), { signal }),
    addPicture: (id, picture, signal) =>
      request(connection, 'POST', at('enrolments', id, 'pictures'), {
        body: typeof picture === 'string' ? { picture } : picture,
        signal,
      }),
    check: (id, signal) => request(connection, 'POST', at('enrolments', id, 'check'), { signal }),
    finish: (id, options = {}, signal) =>
      request(connection, 'POST', at('enrolments', id, 'finish'), { body: options, signal }),
    cancel: (id, signal) => request(connection, 'DELETE', at('enrolments', id), { signal }),
    about: (personId, signal) => request(connection, 'GET', at('people', personId), { signal }),
    send: async (personId, body, signal) =>
      (
        await request<{ readonly items: readonly FaceDeliveryView[] }>(
          connection,
          'POST',
          at('people', personId, 'terminals'),
          { body, signal },
        )
      ).items,
    withdraw: async (personId, deviceId, signal) =>
      (
        await request<{ readonly items: readonly FaceDeliveryView[] }>(
          connection,
          'DELETE',
          at('people', personId, 'terminals', deviceId),
          { signal },
        )
      ).items,
    erase: (personId, reason, signal) =>
      request(connection, 'DELETE', at('people', personId), { body: { reason }, signal }),
    erasures: ({ personId, open, ...page } = {}) => listing(connection, at('erasures'), { personId, open }, page),
    calibrate: async (gallery, signal) =>
      (
        await request<{ readonly items: readonly FaceCalibrationView[] }>(connection, 'POST', at('calibration'), {
          body: gallery === undefined ? {} : { gallery },
          signal,
        })
      ).items,
  };
}
