import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import underPressure from '@fastify/under-pressure';
import websocket from '@fastify/websocket';
import { type FastifyBaseLogger, fastify, LogController } from 'fastify';
import type { App, RouteEntry } from './app-types.js';
import { answerClientError } from './client-error.js';
import { httpError } from './errors.js';
import { createGuard } from './guard.js';
import { pickLanguage } from './language.js';
import { collectRoutes, serveOpenApi } from './openapi.js';
import { problemOf, RequestFaults, sendProblem, toHadirError } from './problem.js';
import { checkinAppRoutes } from './routes/checkin-app.js';
import { healthRoutes } from './routes/health.js';
import { apiRoutes } from './routes/index.js';
import type { HubServices } from './services.js';
import { typeboxValidator } from './validation.js';

const HEADERS_TIMEOUT_MS = 10_000;
const MAX_CONNECTIONS = 4_000;

export interface HttpApp {
  readonly app: App;
  readonly routes: readonly RouteEntry[];
}

/** The hub's HTTP side, ready to listen. Owns nothing but its sockets: everything else is in `services`. */
export async function createHttpApp(services: HubServices): Promise<HttpApp> {
  const { config, log } = services;
  const requestTimeout = config.limits.requestTimeoutSeconds * 1000;
  const app: App = fastify({
    loggerInstance: log.child({ part: 'http' }) as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.http.trustProxy,
    bodyLimit: config.limits.bodyKiB * 1024,
    requestTimeout,
    // A caller that dribbles its headers holds a socket for ten seconds, not for ever.
    http: { headersTimeout: Math.min(HEADERS_TIMEOUT_MS, requestTimeout), connectionsCheckingInterval: 1000 },
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    clientErrorHandler: answerClientError,
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.server.maxConnections = MAX_CONNECTIONS;
  app.setValidatorCompiler(typeboxValidator);
  app.setSchemaErrorFormatter((errors, part) => Object.assign(errors as unknown as Error, { validationContext: part }));
  app.removeContentTypeParser('text/plain');
  app.decorateRequest('language', 'en');
  app.decorateRequest('caller', null);

  const table: RouteEntry[] = [];
  app.addHook('onRequest', async (request, reply) => {
    request.language = pickLanguage(request.headers['accept-language'], config.language);
    reply.header('x-request-id', request.id);
  });
  app.addHook('onRequest', createGuard(services));
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const labels = { method: request.method, route, status: String(reply.statusCode) };
    services.metrics.requestSeconds.observe(labels, reply.elapsedTime / 1000);
    // Node.js no longer counts the socket of a request that asked for an upgrade: refused, it would stay open for ever.
    if (request.headers.upgrade !== undefined && reply.statusCode >= 400) request.raw.socket.destroySoon();
  });
  app.setErrorHandler((thrown, request, reply) => {
    const error = toHadirError(thrown, request.id);
    if (error.definition.status >= 500)
      request.log.error({ err: thrown, req: request, code: error.code }, error.message);
    if (reply.raw.headersSent) return reply;
    if (error.code === 'HUB_OVERLOADED') reply.header('retry-after', '5');
    return sendProblem(reply, problemOf(error, request, thrown instanceof RequestFaults ? thrown.faults : []));
  });

  await app.register(helmet, {
    // The hub is mostly reached over plain HTTP inside an office; these two would break its pages there.
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
    strictTransportSecurity: false,
  });
  await app.register(underPressure, {
    maxEventLoopDelay: 3_000,
    sampleInterval: 1_000,
    pressureHandler: (request) => {
      // Whoever watches the hub must hear from it most of all when it is busy.
      if (request.routeOptions.config.scope !== 'public') throw httpError('HUB_OVERLOADED');
    },
  });
  await app.register(rateLimit, {
    max: config.limits.requestsPerMinute,
    timeWindow: 60_000,
    cache: 20_000,
    // After the guard, so that callers behind one address do not use up each other's share.
    hook: 'preParsing',
    keyGenerator: (request) => request.caller?.keyId ?? request.ip,
    errorResponseBuilder: (_request, context) =>
      httpError('REQUEST_TOO_MANY', { seconds: Math.ceil(context.ttl / 1000) }),
  });
  await app.register(websocket, { options: { maxPayload: 4096 } });
  collectRoutes(app, table);
  await serveOpenApi(app, services.version);
  healthRoutes(app, services);
  await checkinAppRoutes(app, services);
  await app.register(
    (scope, _options, done) => {
      apiRoutes(scope as App, services);
      done();
    },
    { prefix: '/api/v1' },
  );
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    return sendProblem(reply, problemOf(httpError('ROUTE_NOT_FOUND', { method: request.method, path }), request));
  });
  return { app, routes: table };
}
