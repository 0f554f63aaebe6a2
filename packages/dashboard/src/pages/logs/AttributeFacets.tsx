import type { LogFacets, LogFilter } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { logFacetsQuery } from '../../fetch/queries.ts';
import { countOf, formatCount } from '../../format/number.ts';
import { attributesTitle, isOurs, orderAttributes, type AttributeFacet } from './attribute-order.ts';
import { FacetValues, type Narrowing } from './FacetValues.tsx';

interface Props extends Narrowing {
  readonly columns: readonly string[];
  readonly onColumn: (key: string) => void;
  readonly facets: LogFacets;
  readonly filter: LogFilter;
}

const mostShown = 8;
const mostOpen = 3;

/** The commonest attributes; the first ones that are the program's own are unfolded. */
export const AttributeFacets = ({ facets: { attributes = [], sample }, ...rest }: Props) => {
  const [isWhole, setWhole] = useState(false);
  const ordered = orderAttributes(attributes);
  const left = ordered.length - mostShown;
  if (ordered.length === 0) return null;
  return (
    <section aria-label="Attributes" className="border-t border-line pt-3 pb-5">
      <h2 className="pb-2 text-second text-dim">{attributesTitle(sample)}</h2>
      {ordered.slice(0, isWhole ? undefined : mostShown).map((facet, index) => (
        <Attribute key={facet.key} facet={facet} isOpenFirst={index < mostOpen && !isOurs(facet.key)} {...rest} />
      ))}
      {left <= 0 || isWhole ? null : (
        <button type="button" className="link mt-1" onClick={() => setWhole(true)}>
          {countOf(left, 'more attribute')}
        </button>
      )}
    </section>
  );
};

interface AttributeProps extends Omit<Props, 'facets'> {
  readonly facet: AttributeFacet;
  readonly isOpenFirst: boolean;
}

const Attribute = ({
  facet: { key, distinctValues, values },
  isOpenFirst,
  filter,
  query,
  columns,
  onColumn,
  onFilter,
}: AttributeProps) => {
  const [isOpen, setOpen] = useState(isOpenFirst);
  const [isWhole, setWhole] = useState(false);
  const more = useQuery({ ...logFacetsQuery(filter, key), enabled: isWhole && isOpen });
  const shown = (isWhole ? more.data?.attributes?.[0]?.values : undefined) ?? values;
  const left = distinctValues - shown.length;
  return (
    <details
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      aria-label={key}
      className={isOpen ? 'pb-4' : ''}
    >
      <summary className="flex h-6 cursor-pointer items-center gap-2 text-second text-dim hover:text-ink" title={key}>
        <span className="min-w-0 flex-1 truncate font-mono">{key}</span>
        {isOpen ? null : <span title={countOf(distinctValues, 'value')}>{formatCount(distinctValues)}</span>}
      </summary>
      <button
        type="button"
        className="link text-second"
        aria-pressed={columns.includes(key)}
        aria-label={`${key} ${columns.includes(key) ? 'not as a column' : 'as a column'}`}
        onClick={() => onColumn(key)}
      >
        {columns.includes(key) ? 'not as a column' : 'as a column'}
      </button>
      <FacetValues name={key} values={shown} query={query} onFilter={onFilter} />
      {left <= 0 ? null : (
        <More count={left} isWanted={isWhole} isAnswered={more.data !== undefined} onShowAll={() => setWhole(true)} />
      )}
    </details>
  );
};

interface MoreProps {
  readonly count: number;
  readonly isWanted: boolean;
  readonly isAnswered: boolean;
  readonly onShowAll: () => void;
}

const More = ({ count, isWanted, isAnswered, onShowAll }: MoreProps) =>
  isWanted && isAnswered ? (
    <p className="pt-1 text-second text-dim">and {countOf(count, 'rarer value')}</p>
  ) : (
    <button type="button" className="link pt-1 text-second" disabled={isWanted} onClick={onShowAll}>
      {countOf(count, 'more value')}
    </button>
  );
