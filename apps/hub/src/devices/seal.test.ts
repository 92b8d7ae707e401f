import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addKey, dropOldKeys, keyFilePath, loadKeyring } from './keyring.js';
import { seal, sealedWith, unseal } from './seal.js';
import { keepSecrets, showConfig } from './secret-fields.js';

let stateFolder: string;
beforeEach(() => {
  stateFolder = mkdtempSync(join(tmpdir(), 'hadir-keys-'));
});
afterEach(() => rmSync(stateFolder, { recursive: true }));

describe('sealed configuration', () => {
  it('opens with the key that sealed it, for the same device only', async () => {
    const keyring = await loadKeyring({ stateFolder });
    const sealed = seal(keyring, 'device-1', { host: '10.0.0.5', commKey: 1234 });
    expect(unseal(keyring, 'device-1', sealed)).toEqual({ host: '10.0.0.5', commKey: 1234 });
    expect(() => unseal(keyring, 'device-2', sealed)).toThrow(/SECRET_SEAL_BROKEN/);
    for (const at of [0, 3, 10, 20, sealed.length - 1]) {
      const altered = Buffer.from(sealed);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(() => unseal(keyring, 'device-1', altered)).toThrow(/SECRET_SEAL_BROKEN/);
    }
    expect(() => unseal(keyring, 'device-1', Buffer.alloc(3))).toThrow(/SECRET_SEAL_BROKEN/);
  });

  it('survives a change of keys and a restart', async () => {
    const first = await loadKeyring({ stateFolder });
    const sealed = seal(first, 'd', { a: 1 });
    const second = await addKey(stateFolder);
    expect(unseal(second, 'd', sealed)).toEqual({ a: 1 });
    const again = seal(second, 'd', { a: 1 });
    expect(sealedWith(again)).not.toBe(sealedWith(sealed));
    await dropOldKeys(stateFolder);
    const third = await loadKeyring({ stateFolder });
    expect(unseal(third, 'd', again)).toEqual({ a: 1 });
    expect(() => unseal(third, 'd', sealed)).toThrow(/SECRET_SEAL_BROKEN/);
  });

  it('keeps its key file to the owner, one file for two that start at once', async () => {
    const [a, b] = await Promise.all([loadKeyring({ stateFolder }), loadKeyring({ stateFolder })]);
    expect(a.active.id).toBe(b.active.id);
    expect(statSync(keyFilePath(stateFolder)).mode & 0o777).toBe(0o600);
  });

  it('refuses keys that are none', async () => {
    await expect(loadKeyring({ stateFolder, secretKey: 'short' })).rejects.toThrow(/SECRET_KEY_INVALID/);
    writeFileSync(keyFilePath(stateFolder), '{}');
    await expect(loadKeyring({ stateFolder })).rejects.toThrow(/SECRET_KEY_INVALID/);
  });
});

describe('secret fields', () => {
  const schema = {
    anyOf: [
      { properties: { host: { type: 'string' }, commKey: { type: 'integer', 'x-secret': true } } },
      { properties: { login: { properties: { password: { 'x-secret': true } } } } },
    ],
  };

  it('are never shown, nested ones neither', () => {
    const shown = showConfig(schema, { host: 'h', commKey: 5, login: { password: 'x' } });
    expect(shown).toEqual({ values: { host: 'h' }, secrets: { commKey: 'set', login: 'set' } });
    expect(showConfig(schema, { host: 'h' }).secrets).toEqual({ commKey: 'unset', login: 'unset' });
  });

  it('stay when an update leaves them out, go when it empties them', () => {
    expect(keepSecrets(schema, { host: 'a', commKey: 5 }, { host: 'b' })).toEqual({ host: 'b', commKey: 5 });
    expect(keepSecrets(schema, { commKey: 5 }, { commKey: 7 })).toEqual({ commKey: 7 });
    expect(keepSecrets(schema, { commKey: 5 }, { commKey: null })).toEqual({ commKey: null });
  });
});
