import type { AddressInfo } from 'node:net';
import type { HubConfig } from '../config/index.js';
import type { HttpApp } from '../http/index.js';
import { hubError } from './errors.js';

/** Starts to listen. @returns the address for callers on this machine. @throws HUB_PORT_TAKEN, HUB_PORT_FORBIDDEN */
export async function listen({ app }: HttpApp, { host, port }: HubConfig['http']): Promise<string> {
  try {
    await app.listen({ host, port: port ?? 0 });
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw hubError('HUB_PORT_TAKEN', { host, port }, error);
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw hubError('HUB_PORT_FORBIDDEN', { host, port, reason: code }, error);
    }
    throw error;
  }
  const bound = app.server.address() as AddressInfo;
  const everywhere = ['0.0.0.0', '::', ''].includes(host);
  const name = everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${bound.port}`;
}
