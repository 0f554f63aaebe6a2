import { attributes, isSimulated } from '@sightglass/model';
import type { LogFilter, LogRecord, Pipeline } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { logFacetsQuery } from '../../fetch/queries.ts';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { looksSimulated, useSimulated } from '../../fetch/use-simulated.ts';
import { AttributeFacets } from './AttributeFacets.tsx';
import { FacetValues, type Narrowing } from './FacetValues.tsx';

interface Props extends Narrowing {
  readonly filter: LogFilter;
  /** The found records that are shown. */
  readonly records: readonly LogRecord[];
  readonly columns: readonly string[];
  readonly onColumn: (key: string) => void;
}

/** Facets whose values are names of pipelines, or of what they belong to. */
const nameUnder: Readonly<Record<string, (pipeline: Pick<Pipeline, 'namespace' | 'name'>) => string>> = {
  pipeline: ({ name }) => name,
  namespace: ({ namespace }) => namespace,
};

const isMadeUp = ({ resource }: LogRecord): boolean =>
  isSimulated({ environment: resource[attributes.environmentName] ?? null });

/** What the found records have in common: first the fields every record has, then the attributes of the newest. */
export const Facets = ({ filter, records, query, columns, onColumn, onFilter }: Props) => {
  const facets = useQuery(logFacetsQuery(filter));
  const values = facets.data?.attributes?.flatMap((facet) => facet.values) ?? [];
  const areSimulated = useSimulated(records.some(isMadeUp) || values.some(({ value }) => looksSimulated(value)));
  const [isWide] = useState(() => matchMedia('(width >= 900px)').matches);
  const shown = facets.data?.facets.filter(({ values }) => values.length > 0) ?? [];
  return (
    <details open={isWide} className="max-md:mb-4">
      <summary className="cursor-pointer pb-2 text-second text-dim md:sr-only">Narrow by value</summary>
      {facets.isLoading ? <LoadingRows rows={12} height={24} what="the values" /> : null}
      {shown.map(({ key, values }) => (
        <section key={key} aria-label={key} className="pb-5">
          <h2 className="truncate pb-1 text-second text-dim" title={key}>
            {key}
          </h2>
          <FacetValues
            name={key}
            values={values}
            isSimulated={(value) => areSimulated((one) => nameUnder[key]?.(one) === value)}
            query={query}
            onFilter={onFilter}
          />
        </section>
      ))}
      {facets.data === undefined ? null : (
        <AttributeFacets
          facets={facets.data}
          filter={filter}
          query={query}
          columns={columns}
          onColumn={onColumn}
          onFilter={onFilter}
        />
      )}
    </details>
  );
};
