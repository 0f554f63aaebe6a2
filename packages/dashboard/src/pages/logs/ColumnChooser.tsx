import type { LogFilter } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { logFacetsQuery } from '../../fetch/queries.ts';
import { mostColumns } from '../../logs/record-columns.ts';

interface Props {
  readonly filter: LogFilter;
  readonly chosen: readonly string[];
  /** Adds the column, or takes it away. */
  readonly onColumn: (key: string) => void;
}

/** Attributes as columns: those of the found records can be chosen, any other can be typed. */
export const ColumnChooser = ({ filter, chosen, onColumn }: Props) => {
  const id = useId();
  const [typed, setTyped] = useState('');
  const facets = useQuery(logFacetsQuery(filter)).data;
  const known = (facets?.attributes ?? []).map(({ key }) => key).filter((key) => !chosen.includes(key));
  return (
    <form
      aria-label="Columns"
      className="flex min-h-7 flex-wrap items-center gap-2 pb-2"
      onSubmit={(event) => {
        event.preventDefault();
        const key = typed.trim();
        if (key !== '' && !chosen.includes(key)) onColumn(key);
        setTyped('');
      }}
    >
      {chosen.map((key) => (
        <button
          key={key}
          type="button"
          className="control max-w-56 gap-2 font-mono text-second"
          aria-label={`Without the column ${key}`}
          title={key}
          onClick={() => onColumn(key)}
        >
          <span className="truncate">{key}</span>
          <span aria-hidden="true">×</span>
        </button>
      ))}
      {chosen.length >= mostColumns ? (
        <span className="text-dim">{mostColumns} columns are as many as there may be.</span>
      ) : (
        <>
          <input
            aria-label="Add a column"
            placeholder="Add a column: attribute"
            list={id}
            value={typed}
            onChange={(event) => {
              const { value } = event.target;
              // Chosen from the list, not typed letter by letter.
              const isChosen = known.includes(value) && value.length - typed.length !== 1;
              setTyped(isChosen ? '' : value);
              if (isChosen) onColumn(value);
            }}
            className="control w-56 max-w-full justify-start px-2"
          />
          <datalist id={id}>
            {known.map((key) => (
              <option key={key} value={key} />
            ))}
          </datalist>
        </>
      )}
    </form>
  );
};
