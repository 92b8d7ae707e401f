import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { RouteOptions } from 'fastify';
import type { RouteScope } from '../auth/index.js';
import type { App, RouteEntry } from './app-types.js';
import { Problem } from './problem.js';

const DOCS = '/docs';
const PROBLEM = { description: 'RFC 9457 problem details.', $ref: 'Problem#' } as const;

const TAGS: readonly { readonly name: string; readonly description: string }[] = [
  { name: 'devices', description: 'Attendance terminals and how they stand.' },
  { name: 'inbox', description: 'Devices that were seen and are not believed until adopted.' },
  { name: 'plugins', description: 'Drivers, each in a process of its own.' },
  { name: 'events', description: 'Attendance events: one a scan, whatever number of readings told of it.' },
  { name: 'stream', description: 'Attendance events as they happen, resuming from a cursor without gaps.' },
  { name: 'journal', description: 'What the devices said, append-only and hash-chained.' },
  { name: 'people', description: 'People, units, stations, and whose number on a device is whose.' },
  {
    name: 'rules',
    description: 'Calendars, schedules, profiles and policies as versions with dates; rosters and placements.',
  },
  { name: 'results', description: 'What days and months came to, each with its reasons.' },
  { name: 'approvals', description: 'Requests, decisions, corrections.' },
  { name: 'checkin', description: 'Check-in from one’s own phone: offices, beacons, phones, decisions.' },
  { name: 'issues', description: 'What an operator should know and can act on.' },
  { name: 'keys', description: 'API keys.' },
  { name: 'audit', description: 'Who changed what.' },
  { name: 'health', description: 'How the hub stands.' },
];

/** Completes the document of every route as it is added, and keeps the table of routes. */
export function collectRoutes(app: App, table: RouteEntry[]): void {
  app.addSchema(Problem);
  app.addHook('onRoute', (route) => {
    // The pages of the documentation are made by a plugin that knows nothing of scopes.
    if (route.url.startsWith(DOCS)) route.config = { ...route.config, scope: 'public' };
    const scope = route.config?.scope;
    if (scope === undefined) throw new TypeError(`route ${String(route.method)} ${route.url} states no scope`);
    for (const method of [route.method].flat()) {
      if (method !== 'HEAD') {
        table.push({ method, url: route.url, scope, websocket: (route as { websocket?: boolean }).websocket === true });
      }
    }
    if (!route.url.startsWith(DOCS)) route.schema = { ...route.schema, ...documented(route, scope) };
  });
}

function documented(route: RouteOptions, scope: RouteScope): object {
  const schema = (route.schema ?? {}) as { description?: string; response?: object; hide?: boolean };
  const needs = scope === 'public' ? null : scope === 'any' ? 'Any key.' : `Scope: \`${scope}\`.`;
  return {
    description: [schema.description, needs].filter(Boolean).join('\n\n'),
    ...(scope === 'public' ? {} : { security: [{ key: scope === 'any' ? [] : [scope] }] }),
    response: { ...schema.response, '4xx': PROBLEM, '5xx': { ...PROBLEM } },
  };
}

export async function serveOpenApi(app: App, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Hadir',
        version,
        description:
          'Attendance events from any device. Lists are paged with an opaque `cursor`; errors are RFC 9457 problem ' +
          'details with a stable `code`, in Indonesian or English by `Accept-Language`.',
      },
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'API key: `hadir_…`.' } } },
      tags: [...TAGS],
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, index) => String(json.$id ?? `schema-${index}`) },
  });
  await app.register(swaggerUi, {
    routePrefix: DOCS,
    staticCSP: true,
    // Made for HTTPS; inside an office the hub is mostly reached over plain HTTP.
    transformStaticCSP: (header) => header.replace('upgrade-insecure-requests;', ''),
    uiConfig: { docExpansion: 'list', persistAuthorization: false },
  });
}
