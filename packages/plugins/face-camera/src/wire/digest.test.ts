import { isHadirError } from '@hadir/sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseDigest, digestHeader, digestResponse, parseChallenges } from './digest.js';

/** RFC 7616 section 3.9.1. */
const request = {
  username: 'Mufasa',
  password: 'Circle of Life',
  method: 'GET',
  uri: '/dir/index.html',
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  nonceCount: 1,
};
const challenge = {
  realm: 'http-auth@example.org',
  nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
  opaque: 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS',
  qop: 'auth',
  stale: false,
} as const;

describe('digest', () => {
  it.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ] as const)('%s gives the answer of the RFC', (algorithm, response) => {
    expect(digestResponse({ ...challenge, algorithm }, request)).toBe(response);
  });

  it('without qop gives the answer of RFC 2069', () => {
    // The worked example of RFC 2069 as corrected by its erratum 749.
    const old = {
      realm: 'testrealm@host.com',
      nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
      opaque: null,
      qop: null,
      stale: false,
    } as const;
    const answer = digestResponse({ ...old, algorithm: 'MD5' }, { ...request, password: 'CircleOfLife' });
    expect(answer).toBe('1949323746fe6a43ef61f9606e7febea');
  });

  it('-sess depends on both nonces', () => {
    const sess = digestResponse({ ...challenge, algorithm: 'MD5-sess' }, request);
    expect(sess).not.toBe(digestResponse({ ...challenge, algorithm: 'MD5' }, request));
    expect(sess).not.toBe(digestResponse({ ...challenge, algorithm: 'MD5-sess' }, { ...request, cnonce: 'other' }));
  });

  it('finds the challenge among several, and empty values', () => {
    const header =
      'Digest realm="DS-K1T342", domain="::", qop="auth", nonce="abc=", opaque="", algorithm="MD5", stale="FALSE", Basic realm="DS-K1T342"';
    expect(chooseDigest(header)).toEqual({
      realm: 'DS-K1T342',
      nonce: 'abc=',
      opaque: '',
      algorithm: 'MD5',
      qop: 'auth',
      stale: false,
    });
    expect(chooseDigest('Basic realm="x", Digest realm="a\\"b", nonce=n1, stale=TRUE')).toMatchObject({
      realm: 'a"b',
      nonce: 'n1',
      stale: true,
      qop: null,
    });
  });

  it('never answers Basic or unknown algorithms', () => {
    for (const header of [
      '',
      'Basic realm="x"',
      'Digest realm="x", nonce="1", algorithm=SHA-512-256',
      'Digest realm="x", nonce="1", qop="auth-int"',
    ]) {
      expect(() => chooseDigest(header)).toThrow(expect.objectContaining({ code: 'FACE_WIRE_DIGEST' }));
    }
  });

  it('bears any header, and what it writes can be read again', () => {
    const text = fc.string({ unit: fc.constantFrom(...'Digest basic,="\\ \tnonceralm') });
    fc.assert(
      fc.property(text, (header) => {
        expect(parseChallenges(header).length).toBeLessThanOrEqual(header.length);
        try {
          chooseDigest(header);
        } catch (error) {
          expect(isHadirError(error)).toBe(true);
        }
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), fc.string({ unit: 'grapheme-ascii' }), (realm, nonce) => {
        const [read] = parseChallenges(digestHeader({ ...challenge, realm, nonce, algorithm: 'MD5' }, request));
        expect([read?.params.get('realm'), read?.params.get('nonce')]).toEqual([realm, nonce]);
      }),
    );
  });
});
