import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { pipelinesQuery } from '../../fetch/queries.ts';
import { searchEverythingQuery } from '../../fetch/search.ts';
import { useSettled } from '../../components/time/use-settled.ts';
import { Sheet } from '../../components/page/Sheet.tsx';
import { withKeptRange } from '../kept-range.ts';
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
  // What a page has read already is there at once.
  const { data } = useQuery({ ...pipelinesQuery(), enabled: false });
  /** Of the entry that was stepped to; the first without. It stays chosen when the server adds others. */
  const [chosenKey, setChosenKey] = useState<string>();
  const asked = useSettled(text.trim(), quietMs);
  const server = useQuery({ ...searchEverythingQuery(asked), enabled: isOpen && asked !== '' });
  const entries = findEntries(text, {
    pipelines: data?.items ?? [],
    found: server.data?.items ?? [],
    isAnswered: asked === text.trim() && !server.isPlaceholderData,
    recent: isOpen ? recentPlaces() : [],
  });
  const at = Math.max(
    0,
    entries.findIndex(({ key }) => key === chosenKey),
  );
  const chosen = entries[at];
  const reset = () => {
    onClose();
    setText('');
    setChosenKey(undefined);
  };
  const go = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    rememberPlace(entry);
    dialog.current?.close();
    router.history.push(withKeptRange(entry.href, router.state.location.search));
  };
  const press = (event: React.KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setChosenKey(entries[(entries.length + at + step) % Math.max(1, entries.length)]?.key);
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
        aria-activedescendant={chosen === undefined ? undefined : `${list}${at}`}
        aria-label="Go to a pipeline, run, database, API, contract, file, dataset or trace"
        placeholder="Pipeline, run id, database, API, file …"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosenKey(undefined);
        }}
        onKeyDown={press}
        className="h-12 w-full border-b border-line bg-transparent px-5 text-name outline-none"
      />
      <Entries id={list} entries={entries} chosen={chosen} onGo={go} />
      <p role="status" className="px-5 pb-2 text-second text-dim empty:hidden">
        {text.trim() === '' ? null : noteOf(server)}
      </p>
    </Sheet>
  );
};

/** Between two letters that are typed. */
const quietMs = 150;

interface Answer {
  readonly error: Error | null;
  readonly failureReason: Error | null;
  readonly data: { readonly isWhole: boolean } | undefined;
}

const noteOf = ({ error, failureReason, data }: Answer): string | null => {
  if ((error ?? failureReason) !== null)
    return 'The server does not answer: these are the places that this browser knows.';
  return data?.isWhole === false ? 'Not everything could be searched in time.' : null;
};

interface EntriesProps {
  readonly id: string;
  readonly entries: readonly Entry[];
  readonly chosen: Entry | undefined;
  readonly onGo: (entry: Entry) => void;
}

const Entries = ({ id, entries, chosen, onGo }: EntriesProps) => (
  <ul id={id} role="listbox" aria-label="Places" className="max-h-[54vh] overflow-y-auto py-2">
    {entries.map((entry, index) => (
      <li
        key={entry.key}
        id={`${id}${index}`}
        role="option"
        aria-selected={entry === chosen}
        onClick={() => onGo(entry)}
        className={`flex cursor-pointer items-baseline gap-3 border-l-2 px-[18px] py-1.5 hover:bg-paper ${entry === chosen ? 'border-fluid bg-paper' : 'border-transparent'}`}
      >
        <span className="truncate">{entry.name}</span>
        <span className="min-w-0 flex-1 truncate text-dim">{entry.detail}</span>
        {entry.shown === undefined ? null : (
          <span className={`whitespace-nowrap text-second ${toneOf(entry.shown)}`}>{entry.shown.word}</span>
        )}
        <span className="text-second text-dim">{entry.kind}</span>
      </li>
    ))}
    {entries.length === 0 ? <li className="px-5 py-1.5 text-dim">Nothing has such a name.</li> : null}
  </ul>
);

/** Only trouble has a colour. */
const toneOf = ({ tone }: NonNullable<Entry['shown']>): string =>
  tone === 'bad' ? 'text-bad' : tone === 'warn' ? 'text-warn' : 'text-dim';
