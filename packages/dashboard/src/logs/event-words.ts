import { attributes, events, type AttributeKey } from '@sightglass/model';
import type { LogRecord } from '@sightglass/model/api';
import { formatDuration } from '../format/duration.ts';
import { formatCount } from '../format/number.ts';

type Said = Pick<LogRecord, 'body' | 'eventName' | 'stage' | 'attributes'>;
type Get = (key: AttributeKey) => string | undefined;

const rowKeys = [
  ['rowsRead', 'read'],
  ['rowsWritten', 'written'],
  ['rowsRejected', 'rejected'],
  ['rowsFiltered', 'filtered'],
  ['rowsDeduplicated', 'deduplicated'],
  ['rowsUnmatched', 'unmatched'],
] as const;

const toldElsewhere = /^(pipeline|process|code|thread|log|host|telemetry|exception\.stacktrace)\b/u;
const mostExtras = 5;

/** What a plain record carries beside its words, shortly: `line=4102 reason=bad_date`. */
export const extrasOf = ({ eventName, attributes: given }: Pick<LogRecord, 'eventName' | 'attributes'>): string =>
  eventName === null
    ? Object.entries(given)
        .filter(([key]) => !toldElsewhere.test(key))
        .slice(0, mostExtras)
        .map(([key, value]) => `${key}=${value.slice(0, 80)}`)
        .join(' ')
    : '';

/** What a record says. A lifecycle event whose body only repeats its name is told from what it carries. */
export const messageOf = (record: Said): string => {
  const { body, eventName } = record;
  if (eventName === null || (body !== '' && body !== eventName)) return body;
  const get: Get = (key) => record.attributes[attributes[key]];
  return describe(eventName, record.stage ?? get('stageName') ?? 'stage', get) ?? eventName;
};

const describe = (eventName: string, stage: string, get: Get): string | undefined => {
  switch (eventName) {
    case events.runStarted.name:
      return 'run started';
    case events.runHeartbeat.name:
      return 'run is alive';
    case events.runFinished.name:
      return join(`run ${get('runState') ?? 'finished'}`, took(get('runDurationMs')), rows(get));
    case events.stageStarted.name:
      return `${stage} started`;
    case events.stageProgress.name:
      return join(`${stage} goes on`, rows(get));
    case events.stageFinished.name:
      return join(`${stage} ${get('stageState') ?? 'finished'}`, took(get('stageDurationMs')), rows(get));
    case events.rowsRejected.name:
      return `${stage} rejected ${formatCount(Number(get('rowsRejected') ?? 0))} so far: ${get('rowsRejectedReason') ?? 'no reason given'}`;
    default:
      return undefined;
  }
};

const join = (...parts: readonly string[]): string => parts.filter(Boolean).join(' · ');

const took = (durationMs: string | undefined): string =>
  durationMs === undefined ? '' : formatDuration(Number(durationMs));

const rows = (get: Get): string =>
  rowKeys
    .flatMap(([key, word]) => {
      const count = Number(get(key) ?? 0);
      return count > 0 ? [`${formatCount(count)} ${word}`] : [];
    })
    .join(', ');
