import type { LogFilter } from '@sightglass/model/rest';
import { useState } from 'react';
import { apiUrl } from '../../fetch/client.ts';
import { writeSearch } from '../../url/search-params.ts';
import { cliCommand } from './cli-command.ts';
import type { LogsSearch } from './logs-search.ts';
import { serverUrl } from '../../url/base-path.ts';

interface Props {
  readonly search: LogsSearch;
  /** As it was sent, its times absolute. */
  readonly filter: LogFilter;
  /** Records that match; more than a file holds cannot be had as one. */
  readonly count: number | undefined;
  readonly onChange: (next: Partial<Record<keyof LogsSearch, string | undefined>>) => void;
}

const mostExported = 50_000;

/** What can be done with a result: wrap it, and take it away as a link that keeps its time, a command, or a file. */
export const ResultTools = ({ search, filter, count, onChange }: Props) => {
  const { last, ...rest } = search;
  const isOpen = filter.from === undefined && filter.to === undefined;
  const address = writeSearch({ ...rest, from: filter.from, to: filter.to, ...(isOpen && { last: last ?? 'all' }) });
  return (
    <>
      <button
        type="button"
        className="link"
        aria-pressed={search.wrap === 'on'}
        onClick={() => onChange({ wrap: search.wrap === 'on' ? undefined : 'on' })}
      >
        {search.wrap === 'on' ? 'One line each' : 'Wrap'}
      </button>
      <CopyText
        name="Copy link"
        title="A link that keeps the time meant now"
        text={() => `${serverUrl()}/logs${address}`}
      />
      <CopyText
        name="Copy as command"
        title="The same search in a terminal"
        text={() => cliCommand(filter, serverUrl())}
      />
      {count === undefined || count === 0 || count > mostExported ? null : (
        <>
          <a className="link" href={apiUrl('logs/export', { ...filter })} download="logs.ndjson">
            NDJSON
          </a>
          <a
            className="link"
            href={apiUrl('logs/export', { ...filter, format: 'csv', columns: search.columns })}
            download="logs.csv"
          >
            CSV
          </a>
        </>
      )}
    </>
  );
};

interface CopyProps {
  readonly name: string;
  readonly title: string;
  readonly text: () => string;
}

const CopyText = ({ name, title, text }: CopyProps) => {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text());
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <button type="button" className="link" title={title} onClick={() => void copy()}>
      {isCopied ? 'Copied' : name}
    </button>
  );
};
