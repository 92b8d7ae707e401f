import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { App } from '../app-types.js';
import { httpError } from '../errors.js';
import type { HubServices } from '../services.js';
import { loadStaticFiles, pickForm } from '../static-files.js';

const BASE = '/checkin/';
const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
const PERMISSIONS =
  'bluetooth=(self), publickey-credentials-create=(self), publickey-credentials-get=(self), camera=(), geolocation=(), microphone=()';
const FOR_EVER = 'public, max-age=31536000, immutable';

/** The folder of the built app; its package is installed beside the hub. */
const appFolder = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('@hadir/checkin-app/package.json')), 'dist');

/**
 * The web app for people's phones. It holds nothing of anybody, so everybody may load it, and it does not use up the
 * calls of an address behind which a whole office sits.
 */
export async function checkinAppRoutes(app: App, services: HubServices): Promise<void> {
  const files = await loadStaticFiles(appFolder());
  if (files.size === 0) {
    services.log.warn(
      { part: 'http', folder: appFolder() },
      'the check-in app is not built, so /checkin is not served',
    );
  }
  const config = { scope: 'public', rateLimit: false } as const;
  const schema = { hide: true } as const;
  app.get('/checkin', { config, schema }, async (_request, reply) => reply.redirect(BASE, 308));
  app.get(`${BASE}*`, { config, schema }, async (request, reply) => {
    const path = (request.url.split('?')[0] ?? '').slice(BASE.length) || 'index.html';
    const file = files.get(path);
    if (!file) throw httpError('ROUTE_NOT_FOUND', { method: request.method, path: BASE + path.slice(0, 100) });
    reply
      .header('content-security-policy', CSP)
      .header('permissions-policy', PERMISSIONS)
      .header('cache-control', path.startsWith('assets/') ? FOR_EVER : 'no-cache')
      .header('vary', 'accept-encoding')
      .header('etag', file.etag);
    if (request.headers['if-none-match'] === file.etag) return reply.code(304).send();
    const { body, encoding } = pickForm(file, request.headers['accept-encoding']);
    if (encoding !== null) reply.header('content-encoding', encoding);
    return reply.type(file.type).send(body);
  });
}
