import { attributes, type EventKey } from '@sightglass/model';
import { expect, it } from 'vitest';
import { eventSeverity } from './event-severity.ts';

const cases = [
  ['runStarted', {}, 'INFO'],
  ['runHeartbeat', {}, 'DEBUG'],
  ['runFinished', { [attributes.runState]: 'succeeded' }, 'INFO'],
  ['runFinished', { [attributes.runState]: 'failed' }, 'ERROR'],
  ['runFinished', { [attributes.runState]: 'aborted' }, 'WARN'],
  ['stageStarted', {}, 'INFO'],
  ['stageProgress', {}, 'DEBUG'],
  ['stageFinished', { [attributes.stageState]: 'succeeded' }, 'INFO'],
  ['stageFinished', { [attributes.stageState]: 'failed' }, 'ERROR'],
  ['stageFinished', { [attributes.stageState]: 'aborted' }, 'WARN'],
  ['rowsRejected', { [attributes.rowsRejected]: 3 }, 'INFO'],
] as const satisfies [EventKey, Record<string, string | number>, string][];

it.each(cases)('%s %j is %s', (event, own, severity) => {
  expect(eventSeverity(event, own)).toBe(severity);
});
