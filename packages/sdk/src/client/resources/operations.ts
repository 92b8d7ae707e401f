import type { Connection } from '../options.js';
import { type Listing, listing, type PageOptions } from '../pages.js';
import { path } from '../paths.js';
import { request } from '../request.js';
import type { AuditView, HealthView, IssueView, KeyInput, KeyView } from '../views/operation.js';

export interface IssuesClient {
  list(
    options?: PageOptions & {
      readonly state?: 'open' | 'ignored' | 'cleared';
      readonly deviceId?: string;
      readonly code?: string;
    },
  ): Listing<IssueView>;
  /** Stops counting an issue, or counts it again. */
  ignore(id: string, ignored: boolean, signal?: AbortSignal): Promise<IssueView>;
}

export function issuesClient(connection: Connection): IssuesClient {
  return {
    list: ({ state, deviceId, code, ...page } = {}) =>
      listing(connection, path('issues'), { state, deviceId, code }, page),
    ignore: (id, ignored, signal) =>
      request(connection, 'PUT', path('issues', id, 'ignored'), { body: { ignored }, signal }),
  };
}

export interface KeysClient {
  list(signal?: AbortSignal): Promise<readonly KeyView[]>;
  /** The token is in this answer and nowhere else. */
  add(input: KeyInput, signal?: AbortSignal): Promise<{ readonly key: KeyView; readonly token: string }>;
  revoke(id: string, signal?: AbortSignal): Promise<KeyView>;
}

export function keysClient(connection: Connection): KeysClient {
  return {
    list: async (signal) =>
      (await request<{ readonly items: readonly KeyView[] }>(connection, 'GET', path('keys'), { signal })).items,
    add: (body, signal) => request(connection, 'POST', path('keys'), { body, signal }),
    revoke: (id, signal) => request(connection, 'DELETE', path('keys', id), { signal }),
  };
}

export interface AuditClient {
  /** Newest first. */
  list(options?: PageOptions & { readonly action?: string; readonly subject?: string }): Listing<AuditView>;
}

export function auditClient(connection: Connection): AuditClient {
  return {
    list: ({ action, subject, ...page } = {}) => listing(connection, path('audit'), { action, subject }, page),
  };
}

/** How the hub stands, in detail. */
export function health(connection: Connection, signal?: AbortSignal): Promise<HealthView> {
  return request(connection, 'GET', path('health'), { signal });
}
