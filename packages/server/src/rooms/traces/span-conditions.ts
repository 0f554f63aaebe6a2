import { spanKinds, spanStatuses, type TraceFilter } from '@sightglass/model/rest';
import { type LogCondition, logConditions, LogQueryError } from '../logs/conditions.ts';

/** Fields of a span that have a column of their own and that logs do not have, by the names people search for. */
export const spanFields = {
  name: 'name',
  'span.name': 'name',
  status: 'status',
  'otel.status_code': 'status',
  kind: 'kind',
  'span.kind': 'kind',
  duration: 'duration',
  durationms: 'duration',
} as const;
export type SpanField = (typeof spanFields)[keyof typeof spanFields];

export const spanFieldOf = (key: string): SpanField | undefined => {
  const name = key.toLowerCase();
  return Object.hasOwn(spanFields, name) ? spanFields[name as keyof typeof spanFields] : undefined;
};

const wordsOf: Readonly<Partial<Record<SpanField, readonly string[]>>> = { status: spanStatuses, kind: spanKinds };

/** What one span has to meet. Raises LogQueryError. */
export const spanConditions = ({
  name,
  ...filter
}: Pick<TraceFilter, 'q' | 'service' | 'name' | 'pipeline' | 'namespace'>): LogCondition[] => {
  const named: LogCondition[] =
    name === undefined ? [] : [{ kind: 'attribute', negated: false, key: 'name', value: name }];
  const conditions = [...logConditions(filter), ...named];
  conditions.forEach(refuseWhatSpansLack);
  return conditions;
};

const refuseWhatSpansLack = (condition: LogCondition): void => {
  if (condition.kind === 'all' || condition.kind === 'any') return condition.of.forEach(refuseWhatSpansLack);
  if (condition.kind === 'severity')
    throw new LogQueryError('A span has no severity. Write status:error for spans that failed.');
  if (condition.kind === 'field' && condition.field === 'eventName')
    throw new LogQueryError('Spans are not found by their events. Search the logs for event:…, or write name:… here.');
  if (condition.kind !== 'attribute') return;
  const field = spanFieldOf(condition.key);
  if (field === 'duration' && condition.range === undefined)
    throw new LogQueryError(
      `duration:${condition.value} is no comparison. Write duration:>500 or duration:10..20, in milliseconds.`,
    );
  const known = field === undefined ? undefined : wordsOf[field];
  if (known !== undefined && (condition.range !== undefined || !known.includes(condition.value.toUpperCase())))
    throw new LogQueryError(
      `${condition.key}:${condition.value} matches no span: ${condition.key} is one of ${known.join(', ').toLowerCase()}.`,
    );
};
