import type { Connection } from '../options.js';
import { type Listing, listing, type PageOptions } from '../pages.js';
import { path } from '../paths.js';
import { request } from '../request.js';
import type {
  FaceAdviceView,
  FaceBasis,
  FaceCalibrationView,
  FaceEnrolmentView,
  FaceErasureView,
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
  /** JPEG or PNG of at most 4 MB, base64. */
  addPicture(enrolmentId: string, picture: string, signal?: AbortSignal): Promise<FacePictureView>;
  finish(
    enrolmentId: string,
    options?: {
      readonly confirm?: { readonly personIds: readonly string[]; readonly reason: string };
      readonly fewer?: { readonly reason: string };
    },
    signal?: AbortSignal,
  ): Promise<FaceEnrolmentView>;
  cancel(enrolmentId: string, signal?: AbortSignal): Promise<void>;
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
    addPicture: (id, picture, signal) =>
      request(connection, 'POST', at('enrolments', id, 'pictures'), { body: { picture }, signal }),
    finish: (id, options = {}, signal) =>
      request(connection, 'POST', at('enrolments', id, 'finish'), { body: options, signal }),
    cancel: (id, signal) => request(connection, 'DELETE', at('enrolments', id), { signal }),
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
