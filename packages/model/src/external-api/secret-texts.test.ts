import { expect, it } from 'vitest';
import { safePath, safeUrl } from './secret-texts.ts';

it.each<[string, string, string | undefined]>([
  ['/airports/ATL', '/airports/ATL', '/airports/{iata}'],
  ['/orders/4711/lines', '/orders/4711/lines', undefined],
  ['/runs/0199c8a2-5b7e-7c31-9f2a-1d2e3f4a5b6c', '/runs/0199c8a2-5b7e-7c31-9f2a-1d2e3f4a5b6c', undefined],
  ['/reports/monthly-report-2026-11-europe', '/reports/monthly-report-2026-11-europe', undefined],
  ['/v1/getAllCustomersByRegionAndCity', '/v1/getAllCustomersByRegionAndCity', undefined],
  ['/token/refresh', '/token/refresh', undefined],
  ['/bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/sendMessage', '/REDACTED/sendMessage', undefined],
  ['/services/T00000000/B00000000/XXXXXXXXdf5k3XXXXXXXXXXX', '/services/T00000000/B00000000/REDACTED', undefined],
  ['/hooks/kQzWpLmRtYxVbNcDfGhJ', '/hooks/REDACTED', undefined],
  ['/keys/sk_live_short', '/keys/REDACTED', undefined],
  ['/verify/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', '/verify/REDACTED', undefined],
  ['/feed/0123456789abcdef0123456789abcdef', '/feed/REDACTED', undefined],
  ['/token/abc1', '/token/REDACTED', undefined],
  ['/v2/hooks/short', '/v2/hooks/REDACTED', '/hooks/{webhookToken}'],
  ['/%E0%A4%A/x', '/%E0%A4%A/x', undefined],
])('of the path %s is kept %s', (path, expected, template) => {
  expect(safePath(path, template)).toBe(expected);
});

it('of a query only the names are kept, of credentials nothing', () => {
  expect(safeUrl(new URL('https://ann:pw@a.test/items?key=secret&page=2#top'))).toBe(
    'https://a.test/items?key=REDACTED&page=REDACTED',
  );
});
