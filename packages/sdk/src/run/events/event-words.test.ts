import { attributes } from '@sightglass/model';
import { describe, expect, it } from 'vitest';
import { eventWords } from './event-words.ts';

const rows = {
  [attributes.rowsRead]: 17_115,
  [attributes.rowsWritten]: 16_652,
  [attributes.rowsRejected]: 162,
  [attributes.rowsFiltered]: 249,
  [attributes.rowsDeduplicated]: 52,
  [attributes.rowsUnmatched]: 0,
};
const stageEnd = (state: string, own: object = {}) => ({
  [attributes.stageState]: state,
  [attributes.stageDurationMs]: 2_140,
  ...own,
});
const runEnd = (state: string, own: object = {}) => ({
  [attributes.runState]: state,
  [attributes.runDurationMs]: 6_712,
  ...own,
});

describe('what a lifecycle event says', () => {
  it.each([
    [eventWords('runStarted', {}), 'run started'],
    [eventWords('runHeartbeat', {}), 'run is alive'],
    [eventWords('stageStarted', {}, { stage: 'validate' }), 'validate started'],
    [
      eventWords('stageFinished', stageEnd('succeeded', rows), { stage: 'validate' }),
      'validate succeeded after 2.1 s: 17,115 read, 16,652 written, 162 rejected, 249 filtered, 52 deduplicated',
    ],
    [eventWords('stageFinished', stageEnd('succeeded'), { stage: 'audit' }), 'audit succeeded after 2.1 s'],
    [
      eventWords('stageFinished', stageEnd('failed', { ...rows, [attributes.exceptionMessage]: 'gone\nat once' }), {
        stage: 'load',
      }),
      'load failed after 2.1 s: gone',
    ],
    [
      eventWords('runFinished', runEnd('failed', { [attributes.exceptionMessage]: 'connection refused' }), {
        failedStage: 'load',
      }),
      'run failed at load after 6.7 s: connection refused',
    ],
    [
      eventWords('runFinished', runEnd('aborted', { [attributes.processExitSignal]: 'SIGTERM' })),
      'run stopped after 6.7 s: ended by SIGTERM',
    ],
    [
      eventWords('runFinished', runEnd('aborted', { [attributes.processExitCode]: 3 })),
      'run stopped after 6.7 s: exited with code 3',
    ],
    [
      eventWords('runFinished', runEnd('succeeded', { ...rows, [attributes.processExitCode]: 0 })),
      'run succeeded after 6.7 s: 17,115 read, 16,652 written, 162 rejected, 249 filtered, 52 deduplicated',
    ],
    [
      eventWords(
        'stageProgress',
        { [attributes.rowsRead]: 500, [attributes.progressDone]: 30, [attributes.progressTotal]: 90 },
        { stage: 'extract' },
      ),
      'extract goes on: 500 read, 33 % done',
    ],
    [
      eventWords(
        'rowsRejected',
        { [attributes.rowsRejected]: 1_162, [attributes.rowsRejectedReason]: 'bad_date' },
        { stage: 'validate' },
      ),
      'validate rejected 1,162 so far: bad_date',
    ],
    [
      eventWords('runFinished', runEnd('failed', { [attributes.exceptionMessage]: 'x'.repeat(1_000) })),
      `run failed after 6.7 s: ${'x'.repeat(199)}…`,
    ],
  ])('%s', (words, expected) => expect(words).toBe(expected));
});
