import { expect, test } from 'vitest';
import { auditTableEvents } from '../rooms/audit-tables/events.ts';
import { databaseEvents } from '../rooms/databases/events.ts';
import { pipelineEvents } from '../rooms/pipelines/events.ts';
import { createOwnTelemetry, type OwnTelemetry } from './own-telemetry.ts';

const logged = (happen: (own: OwnTelemetry) => void): string[] => {
  const lines: string[] = [];
  happen(createOwnTelemetry((_level, message) => void lines.push(message)));
  return lines;
};
const refused = new Error('connect ECONNREFUSED');

test('what failed is logged with what happens next', () => {
  expect(logged((own) => databaseEvents(own).sampleFailed(refused, 'warehouse'))).toEqual([
    'The database warehouse could not be sampled; the next sample is taken after the usual interval: connect ECONNREFUSED',
  ]);
  expect(logged((own) => pipelineEvents(own).schedulesNotJudged(refused))).toEqual([
    'Schedules could not be judged; the next attempt is in a minute: connect ECONNREFUSED',
  ]);
  expect(logged((own) => auditTableEvents(own).tableFailed('etl', 30_000, refused))).toEqual([
    'Audit table etl could not be read; the next attempt is in 30 s: connect ECONNREFUSED',
  ]);
});

test('a log that raises stops nothing', () => {
  const own = createOwnTelemetry(() => {
    throw new Error('EPIPE');
  });
  expect(() => pipelineEvents(own).schedulesNotJudged(refused)).not.toThrow();
});
