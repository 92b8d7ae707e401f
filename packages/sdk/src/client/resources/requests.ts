import type { Connection } from '../options.js';
import { type Listing, listing, type PageOptions } from '../pages.js';
import { path } from '../paths.js';
import { request, requestBytes } from '../request.js';
import type {
  AttachmentView,
  CorrectionDecision,
  CorrectionView,
  DecisionInput,
  RequestInput,
  RequestView,
} from '../views/request.js';

/** Leave, duty travel, sickness, …, and attendance by hand: asked for, then decided step by step. */
export interface RequestsClient {
  /** Newest first. */
  list(
    options?: PageOptions & {
      readonly unitId?: string;
      readonly personId?: string;
      readonly state?: 'pending' | 'approved' | 'rejected';
    },
  ): Listing<RequestView>;
  get(
    id: string,
    signal?: AbortSignal,
  ): Promise<{ readonly request: RequestView; readonly attachments: readonly AttachmentView[] }>;
  add(asked: RequestInput, signal?: AbortSignal): Promise<RequestView>;
  /** Nobody decides about himself, nor twice. */
  decide(id: string, decision: DecisionInput, signal?: AbortSignal): Promise<RequestView>;
  /** A PDF, JPEG or PNG. */
  attach(
    id: string,
    file: { readonly name: string; readonly contentBase64: string },
    signal?: AbortSignal,
  ): Promise<AttachmentView>;
  attachment(id: string, attachmentId: string, signal?: AbortSignal): Promise<Uint8Array>;
}

export function requestsClient(connection: Connection): RequestsClient {
  return {
    list: ({ unitId, personId, state, ...page } = {}) =>
      listing(connection, path('requests'), { unitId, personId, state }, page),
    get: (id, signal) => request(connection, 'GET', path('requests', id), { signal }),
    add: (body, signal) => request(connection, 'POST', path('requests'), { body, signal }),
    decide: (id, body, signal) => request(connection, 'POST', path('requests', id, 'decisions'), { body, signal }),
    attach: (id, body, signal) => request(connection, 'POST', path('requests', id, 'attachments'), { body, signal }),
    attachment: (id, attachmentId, signal) =>
      requestBytes(connection, path('requests', id, 'attachments', attachmentId), { signal }),
  };
}

/** What locked days would come to by what arrived after the lock. */
export interface CorrectionsClient {
  list(
    filter?: {
      readonly state?: 'open' | 'accepted' | 'rejected' | 'superseded';
      readonly unitId?: string;
      readonly personId?: string;
    },
    signal?: AbortSignal,
  ): Promise<readonly CorrectionView[]>;
  /** By an officer of the personnel board. */
  decide(id: string, decision: CorrectionDecision, signal?: AbortSignal): Promise<CorrectionView>;
}

export function correctionsClient(connection: Connection): CorrectionsClient {
  return {
    list: async ({ state, unitId, personId } = {}, signal) =>
      (
        await request<{ readonly items: readonly CorrectionView[] }>(connection, 'GET', path('corrections'), {
          query: { state, unitId, personId },
          signal,
        })
      ).items,
    decide: (id, body, signal) => request(connection, 'POST', path('corrections', id, 'decision'), { body, signal }),
  };
}
