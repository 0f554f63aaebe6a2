import type { LogRecord } from '@sightglass/model/rest';

const shownElsewhere = /^(pipeline|process|code|thread|log|host|telemetry|exception\.stacktrace)\b/u;
const mostExtras = 5;

/** What a plain record carries beside its words, shortly: `line=4102 reason=bad_date`. */
export const extrasOf = ({ eventName, attributes: given }: Pick<LogRecord, 'eventName' | 'attributes'>): string =>
  eventName === null
    ? Object.entries(given)
        .filter(([key]) => !shownElsewhere.test(key))
        .slice(0, mostExtras)
        .map(([key, value]) => `${key}=${value.slice(0, 80)}`)
        .join(' ')
    : '';

/** What a record says: its body, or the name of an event that came without one. */
export const messageOf = ({ body, eventName }: Pick<LogRecord, 'body' | 'eventName'>): string =>
  body || (eventName ?? '');
