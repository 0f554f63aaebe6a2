import { attributes, type AttributeKey } from '@sightglass/model';
import { requestTypes } from './messages.ts';

/** A figure that Sightglass says itself. */
export interface OwnFigure {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  /** It only grows: a count since some beginning. */
  readonly isCount?: true;
  readonly attributes: Partial<Record<AttributeKey, string | null>>;
}

const cumulative = 2;

/** An export request with figures of our own, to go through intake and spool like any other. */
export const ownMetricsRequest = (scope: string, figures: readonly OwnFigure[], atMs: number): Uint8Array => {
  const byName = Map.groupBy(figures, ({ name }) => name);
  const metrics = [...byName].map(([name, own]) => {
    const dataPoints = own.map((figure) => pointOf(figure, atMs));
    const [first] = own;
    const data = first?.isCount
      ? { sum: { dataPoints, aggregationTemporality: cumulative, isMonotonic: true } }
      : { gauge: { dataPoints } };
    return { name, unit: first?.unit ?? '', ...data };
  });
  const resource = { attributes: [keyValue(attributes.serviceName, 'sightglass')] };
  const scopeMetrics = [{ scope: { name: `sightglass.${scope}` }, metrics }];
  const type = requestTypes.metrics;
  return type.encode(type.fromObject({ resourceMetrics: [{ resource, scopeMetrics }] })).finish();
};

const pointOf = ({ value, attributes: given }: OwnFigure, atMs: number) => ({
  timeUnixNano: `${BigInt(atMs) * 1_000_000n}`,
  asDouble: value,
  attributes: Object.entries(given).flatMap(([own, text]) =>
    text === null || text === undefined ? [] : [keyValue(attributes[own as AttributeKey], text)],
  ),
});

const keyValue = (key: string, stringValue: string) => ({ key, value: { stringValue } });
