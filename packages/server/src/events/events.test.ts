import { expect, test } from 'vitest';
import { createEvents } from './events.ts';

const logged = (tell: (events: ReturnType<typeof createEvents>) => void): string[] => {
  const lines: string[] = [];
  tell(createEvents((_level, message) => void lines.push(message)));
  return lines;
};
const refused = new Error('connect ECONNREFUSED');

test('what did not go well is said with what happens next', () => {
  expect(logged((events) => events.dependencyNotSampled(refused, 'warehouse'))).toEqual([
    'The database warehouse could not be sampled; the next sample is taken after the usual interval: connect ECONNREFUSED',
  ]);
  expect(logged((events) => events.schedulesNotJudged(refused))).toEqual([
    'Schedules could not be judged; the next attempt is in a minute: connect ECONNREFUSED',
  ]);
  expect(logged((events) => events.auditTableFailed('etl', 30_000, refused))).toEqual([
    'Audit table etl could not be read; the next attempt is in 30 s: connect ECONNREFUSED',
  ]);
});
