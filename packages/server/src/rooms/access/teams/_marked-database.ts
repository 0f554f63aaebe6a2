import type { DatabaseSample, PingReport } from '@sightglass/model/rest';
import { checkedEvent } from '../../databases/database-event.ts';
import type { Mark } from '../../_marked.ts';

/** As Sightglass itself writes it: of no pipeline. */
export const checkOf = ({ word }: Mark): Uint8Array =>
  checkedEvent({ name: `${word}-db`, state: 'up', outcome: 'well', report: answered });

const answered: PingReport = {
  ok: true,
  system: 'postgresql',
  host: 'test',
  port: 5432,
  database: 'shop',
  checkedAt: new Date(Date.now() - 9_000).toISOString(),
  durationMs: 5,
  timeoutMs: 1_000,
  encrypted: false,
  certificate: null,
  serverVersion: null,
  role: null,
  addresses: [],
  steps: [],
  warnings: [],
  error: null,
};

/** What stands in its way. */
export const sampleOf = ({ word }: Mark): DatabaseSample => ({
  sampledAt: new Date().toISOString(),
  sections: { blockers: [{ blocked_pid: 7, blocker_pid: 8, blocked_statement: `SELECT ${word}` }] },
  unavailable: {},
});
