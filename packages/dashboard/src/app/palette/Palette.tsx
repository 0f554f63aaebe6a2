import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useDeferredValue, useId, useState } from 'react';
import { apisInPassingQuery } from '../../fetch/external-apis.ts';
import { datasetsNamedQuery } from '../../fetch/datasets.ts';
import { contractsQuery, databasesQuery, pipelinesQuery } from '../../fetch/queries.ts';
import { Sheet } from '../../components/page/Sheet.tsx';
import { recentPlaces, rememberPlace } from './recent-places.ts';
import { findEntries, type Entry } from './palette-entries.ts';

interface Props {
  readonly dialog: React.RefObject<HTMLDialogElement | null>;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Type a few letters of a name, or paste an id. */
export const Palette = ({ dialog, isOpen, onClose }: Props) => {
  const router = useRouter();
  const list = useId();
  const [text, setText] = useState('');
  const { data } = useQuery({ ...pipelinesQuery(), enabled: isOpen });
  const [at, setAt] = useState(0);
  const systems = useSystems(isOpen);
  const datasets = useDatasets(text.trim(), isOpen);
  const entries = findEntries(text, {
    pipelines: data?.items ?? [],
    ...systems,
    datasets,
    recent: isOpen ? recentPlaces() : [],
  });
  const chosen = entries[Math.min(at, entries.length - 1)];
  const reset = () => {
    onClose();
    setText('');
    setAt(0);
  };
  const go = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    rememberPlace(entry);
    dialog.current?.close();
    router.history.push(entry.href);
  };
  const press = (event: React.KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((entries.length + Math.min(at, entries.length - 1) + step) % Math.max(1, entries.length));
    } else if (event.key === 'Enter') {
      // Else the press would go on to the button that takes the focus back, and open the palette again.
      event.preventDefault();
      go(chosen);
    }
  };
  return (
    <Sheet dialog={dialog} label="Go to" onClose={reset}>
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={chosen === undefined ? undefined : `${list}${chosen.key}`}
        aria-label="Go to a pipeline, run, database, API, contract, dataset or trace"
        placeholder="Pipeline, run id, database, API …"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={press}
        className="h-12 w-full border-b border-line bg-transparent px-5 text-name outline-none"
      />
      <Entries id={list} entries={entries} chosen={chosen} onGo={go} />
    </Sheet>
  );
};

const mostApis = 500;

/** There may be thousands: the server finds those that fit, from two letters on. */
const useDatasets = (typed: string, isOpen: boolean) => {
  const settled = useDeferredValue(typed);
  const query = useQuery({ ...datasetsNamedQuery(settled), enabled: isOpen && settled.length > 1 });
  return query.data?.items ?? [];
};

/** Read when the palette is opened. */
const useSystems = (isOpen: boolean) => {
  const databases = useQuery({ ...databasesQuery(), enabled: isOpen });
  const apis = useQuery({ ...apisInPassingQuery(mostApis), enabled: isOpen });
  const contracts = useInfiniteQuery({ ...contractsQuery(), enabled: isOpen });
  return {
    databases: databases.data?.items ?? [],
    apis: apis.data?.items ?? [],
    contracts: contracts.data?.pages.flatMap(({ items }) => items) ?? [],
  };
};

interface EntriesProps {
  readonly id: string;
  readonly entries: readonly Entry[];
  readonly chosen: Entry | undefined;
  readonly onGo: (entry: Entry) => void;
}

const Entries = ({ id, entries, chosen, onGo }: EntriesProps) => (
  <ul id={id} role="listbox" aria-label="Places" className="max-h-[54vh] overflow-y-auto py-2">
    {entries.map((entry) => (
      <li
        key={entry.key}
        id={`${id}${entry.key}`}
        role="option"
        aria-selected={entry === chosen}
        onClick={() => onGo(entry)}
        className={`flex cursor-pointer items-baseline gap-3 border-l-2 px-[18px] py-1.5 hover:bg-paper ${entry === chosen ? 'border-fluid bg-paper' : 'border-transparent'}`}
      >
        <span className="truncate">{entry.name}</span>
        <span className="min-w-0 flex-1 truncate text-dim">{entry.detail}</span>
        <span className="text-second text-dim">{entry.kind}</span>
      </li>
    ))}
    {entries.length === 0 ? <li className="px-5 py-1.5 text-dim">Nothing has such a name.</li> : null}
  </ul>
);
