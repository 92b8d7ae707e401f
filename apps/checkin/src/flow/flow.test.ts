import { CheckinRefused } from '@hadir/sdk/checkin';
import { describe, expect, it } from 'vitest';
import { browserKind, chromeAddress } from './browser-kind.js';
import { likelyDirection } from './direction.js';
import { codeDigits, codeOfAddress } from './enrol.js';
import { outcomeOfError } from './outcome.js';

describe('what an error means to the person', () => {
  const failed = (name: string) => new DOMException('', name);
  it('depends on where it happened', () => {
    expect(outcomeOfError(failed('NotFoundError'), 'device')).toMatchObject({ cause: 'chooser-closed' });
    expect(outcomeOfError(failed('NotFoundError'), 'beacon')).toMatchObject({ cause: 'beacon-lost' });
    expect(outcomeOfError(failed('NotAllowedError'), 'unlock')).toMatchObject({ cause: 'unlock-closed' });
    expect(outcomeOfError(failed('SecurityError'), 'unlock')).toMatchObject({ cause: 'wrong-site' });
    expect(outcomeOfError(new TypeError('Failed to fetch'), 'hub')).toEqual({ kind: 'unsent' });
    expect(outcomeOfError(failed('TimeoutError'), 'hub')).toEqual({ kind: 'unsent' });
    expect(outcomeOfError('?', 'unlock')).toMatchObject({ cause: 'unexpected' });
  });

  it('is what the hub said, by its stable code', () => {
    const refused = (status: number, code: string) => outcomeOfError(new CheckinRefused(status, code, ''), 'hub');
    expect(refused(404, 'CHECKIN_PHONE_UNKNOWN')).toMatchObject({ cause: 'phone-unknown' });
    expect(refused(429, 'REQUEST_TOO_MANY')).toMatchObject({ cause: 'too-many' });
    expect(refused(503, 'HUB_OVERLOADED')).toMatchObject({ cause: 'hub-busy', detail: 'HUB_OVERLOADED' });
    const words = outcomeOfError(new CheckinRefused(422, 'CHECKIN_ATTESTATION_REFUSED', 'wrong origin'), 'hub');
    expect(words).toMatchObject({ cause: 'key-refused', detail: 'CHECKIN_ATTESTATION_REFUSED: wrong origin' });
    expect(refused(400, 'SOMETHING_NEW')).toMatchObject({ cause: 'hub-refused', detail: 'SOMETHING_NEW' });
  });
});

describe('an enrolment code', () => {
  it('is read as people write it, and from the part of an address that no server sees', () => {
    expect(codeDigits(' 01234-56789 ')).toBe('0123456789');
    expect(codeDigits('12345678901234')).toBe('1234567890');
    expect(codeOfAddress('#code=0123456789')).toBe('0123456789');
    expect(codeOfAddress('#code=01234%2056789')).toBe('0123456789');
    expect(codeOfAddress('')).toBe('');
    expect(codeOfAddress('#other=1')).toBe('');
  });
});

describe('the direction that is offered', () => {
  it('is leaving after an arrival of today, else by the time of day', () => {
    const at = (hour: number) => new Date(2026, 10, 23, hour);
    const arrived = { direction: 'in', at: at(7).toISOString() } as const;
    expect(likelyDirection(null, at(7))).toBe('in');
    expect(likelyDirection(null, at(15))).toBe('out');
    expect(likelyDirection(arrived, at(9))).toBe('out');
    expect(likelyDirection({ ...arrived, at: new Date(2026, 10, 22, 7).toISOString() }, at(9))).toBe('in');
  });
});

describe('a browser that cannot do it', () => {
  it('gets the advice that fits it', () => {
    const iphone =
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/150.0 Safari/604.1';
    const webView =
      'Mozilla/5.0 (Linux; Android 14; SM-A055F; wv) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36';
    expect(browserKind(iphone, 5)).toBe('ios');
    expect(browserKind('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605', 5)).toBe('ios');
    expect(browserKind('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605', 0)).toBe('other');
    expect(browserKind(webView, 5)).toBe('in-app');
    expect(browserKind('Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0', 5)).toBe('android');
    expect(chromeAddress('https://absen.example.go.id/checkin/#code=1')).toBe(
      'intent://absen.example.go.id/checkin/#Intent;scheme=https;package=com.android.chrome;end',
    );
  });
});
