import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpClient, httpClient } from '../../src/terminals/http-client.js';

/** A certificate that the terminal made for itself; null where there is no openssl to make one. */
function selfMade(): { readonly key: string; readonly cert: string } | null {
  const folder = mkdtempSync(join(tmpdir(), 'hadir-tls-'));
  try {
    const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=terminal', ...files],
      {
        stdio: 'ignore',
      },
    );
    return { key: readFileSync(join(folder, 'key.pem'), 'utf8'), cert: readFileSync(join(folder, 'cert.pem'), 'utf8') };
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const made = selfMade();

describe.skipIf(made === null)('HTTPS with a certificate that the terminal made for itself', () => {
  let server: Server;
  let requests = 0;
  let port = 0;
  const clients: HttpClient[] = [];
  const { signal } = new AbortController();
  beforeAll(async () => {
    server = createServer({ key: made?.key, cert: made?.cert }, (_request, response) => {
      requests += 1;
      response.end('hello');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  function client(certificateSha256: string | null): HttpClient {
    const one = httpClient({ host: '127.0.0.1', port, tls: { certificateSha256 }, username: 'a', password: 'b' });
    clients.push(one);
    return one;
  }

  it('is talked to when its fingerprint is the configured one', async () => {
    const { fingerprint256 } = new X509Certificate(made?.cert ?? '');
    const one = client(fingerprint256.toLowerCase());
    for (let i = 0; i < 2; i++) expect((await one.send('/', { signal })).body.toString()).toBe('hello');
  });

  it('is sent nothing when its fingerprint is another, or when nobody vouches for it', async () => {
    const before = requests;
    const wrong = client('00'.repeat(32)).send('/', { signal });
    await expect(wrong).rejects.toMatchObject({ code: 'FACE_TERMINAL_CERTIFICATE' });
    await expect(client(null).send('/', { signal })).rejects.toMatchObject({ code: 'FACE_TERMINAL_UNREACHABLE' });
    expect(requests).toBe(before);
  });
});
