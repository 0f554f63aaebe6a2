import { attributes, formatBytes, isSimulated, type Severity } from '@sightglass/model';
import type { LogRecord } from '@sightglass/model/rest';
import { formatInstant } from './format.ts';
import type { Style } from './style.ts';
import { shortName, visibleLines } from './text.ts';

/** A log record as text: when, how bad, where, what, and below it the rest of a body of several lines. */
export const renderRecord = (record: LogRecord, style: Style): string => {
  const where = [record.pipeline ?? record.service, record.stage].filter(Boolean).join('/');
  const [first, ...rest] = visibleLines(textOf(record));
  const head = [
    style.paint('dim', formatInstant(record.timestamp)),
    style.severity(record.severity as Severity),
    style.paint('cyan', `${shortName(where)}${isMadeUp(record) ? ' (simulated)' : ''}`),
    `${first}${details(record, style)}`,
  ].join('  ');
  return [head, ...[...rest, ...cutNote(record)].map((line) => `    ${style.paint('dim', line)}`)].join('\n');
};

const isMadeUp = ({ resource }: LogRecord): boolean =>
  isSimulated({ environment: resource[attributes.environmentName] ?? null });

/** Where the rest of a body is that is too long for a list. */
const cutNote = ({ truncated }: LogRecord): string[] => {
  if (truncated === undefined) return [];
  const rest = truncated.whole === null ? 'search for it to get all of it' : `the whole record: GET ${truncated.whole}`;
  return [`… cut; the body has ${formatBytes(truncated.bodyBytes)}; ${rest}`];
};

const textOf = ({ body, eventName, attributes }: LogRecord): string => {
  const stack = attributes['exception.stacktrace'];
  const text = body === '' ? (eventName ?? '') : body;
  return stack === undefined || body.includes(stack) ? text : `${text}\n${stack}`;
};

const mostDetails = 6;
const longestValue = 60;
/** Told already, or about who wrote the record rather than what happened. */
const hiddenNames = /^(?:pipeline|exception|error|code|process|log|thread|telemetry)\./;

/** Events whose body has it all. */
const lifecycle = /^pipeline\.(?:run|stage|rows|file|check|logs)\./;

const details = ({ attributes, eventName }: LogRecord, { paint }: Style): string => {
  const named = Object.entries(attributes).filter(([key]) => !hiddenNames.test(key));
  if (lifecycle.test(eventName ?? '') || named.length === 0) return '';
  const shown = named
    .slice(0, mostDetails)
    .map(([key, value]) => `${shortName(key)}=${shortName(value, longestValue)}`);
  return `  ${paint('dim', [...shown, ...(named.length > mostDetails ? ['…'] : [])].join(' '))}`;
};
