import { expect, test } from 'vitest';
import { lookAtApi, type LookedAtApi } from './look-at-api.ts';

const nowMs = Date.parse('2026-03-02T12:00:00Z');
const hourMs = 3_600_000;

const probed = (state: 'pass' | 'fail', hoursAgo: number): LookedAtApi => ({
  name: 'airports',
  callers: [],
  shown: { id: 'healthy', word: 'Healthy', tone: 'fluid' },
  breakerSpans: [],
  shared: null,
  rowsAffected: [],
  sentenceParts: ['airports works now.'],
  probe: {
    state,
    at: new Date(nowMs - hoursAgo * hourMs).toISOString(),
    error: null,
    problem: null,
    status: null,
    durationMs: 5,
    p95Ms: 5,
    probes: 1,
    availability: 1,
    certificateExpiresAt: null,
  },
});

test.each([
  ['passes', probed('pass', 0.1), 'well'],
  ['fails', probed('fail', 0.1), 'bad'],
  ['passed when it was last made, hours ago', probed('pass', 5), 'unknown'],
  ['failed when it was last made, hours ago', probed('fail', 5), 'unknown'],
  ['is none', { ...probed('pass', 0), probe: null }, 'unknown'],
])('an API whose probe %s', (_, api, is) => {
  expect(lookAtApi(api, nowMs).findings.find(({ what }) => what === 'api-down')).toMatchObject({ is });
});
