import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { Field } from '../../components/form/Field.tsx';
import { ShowMore } from '../../components/answer/ShowMore.tsx';
import { Part } from '../../components/page/Part.tsx';
import { HeadRow } from '../../components/table/HeadRow.tsx';
import { LongTable } from '../../components/table/LongTable.tsx';
import { cell } from '../../components/table/table.ts';
import { Exactly } from '../../components/time/Timestamp.tsx';
import type { AccessEntry } from '@sightglass/model/rest';
import { accessLogFile, accessLogQuery } from '../../fetch/settings.ts';

/** Who changed what, and who read what is sensitive. It only grows. */
export const AccessLog = () => {
  const [q, setQ] = useState('');
  const log = useInfiniteQuery(accessLogQuery(q));
  return (
    <Part title="Access log" note="who changed what, and who read what is sensitive; it only grows">
      <SearchForm onSearch={setQ} />
      <p className="mb-4 text-second">
        As a file:{' '}
        <a className="link" href={accessLogFile(q, 'csv')} download>
          CSV
        </a>{' '}
        or{' '}
        <a className="link" href={accessLogFile(q, 'ndjson')} download>
          NDJSON
        </a>
      </p>
      <Awaited query={log} what="The access log" loading={<LoadingRows rows={8} height={32} what="the access log" />}>
        {({ pages }) => {
          const entries = pages.flatMap(({ items }) => items);
          if (entries.length === 0)
            return <EmptyNotice title={q === '' ? 'Nothing has been changed yet.' : 'No entry has this text.'} />;
          return (
            <>
              <LongTable
                caption="Changes and sensitive reads, newest first"
                rows={entries}
                head={<HeadRow columns={['When', 'Who', 'From', 'What', { name: 'Change', width: 'w-full' }]} />}
                row={(entry, attributes) => (
                  <tr key={attributes['data-index']} {...attributes} className="hover:bg-raised">
                    <td className={cell}>
                      <Exactly at={entry.at} />
                    </td>
                    <td className={`${cell} max-w-[24ch] truncate font-strong`}>{actorOf(entry)}</td>
                    <td className={cell}>{entry.address}</td>
                    <td className={`${cell} max-w-[48ch] sm:truncate wrap-anywhere`} title={entry.target}>
                      {entry.action} <span className="text-dim">{entry.target}</span>
                    </td>
                    <td
                      className={`${cell} max-w-0 truncate font-mono text-second max-sm:max-w-full`}
                      title={changeOf(entry)}
                    >
                      {changeOf(entry)}
                    </td>
                  </tr>
                )}
              />
              <ShowMore query={log}>Show older entries</ShowMore>
            </>
          );
        }}
      </Awaited>
    </Part>
  );
};

const SearchForm = ({ onSearch }: { readonly onSearch: (q: string) => void }) => {
  const [text, setText] = useState('');
  return (
    <form
      className="mb-4 flex flex-wrap items-end gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(text.trim());
      }}
    >
      <div className="w-64 max-w-full">
        <Field label="Search" note="a text anywhere in an entry" maxLength={100} value={text} onText={setText} />
      </div>
      <button type="submit" className="control">
        Search the log
      </button>
    </form>
  );
};

const actorOf = ({ actorKind, actorName }: AccessEntry): string => {
  if (actorKind === 'nobody') return 'not signed in';
  if (actorKind === 'anyone') return 'anyone on this machine';
  if (actorKind === 'machine') return `${actorName} on the server`;
  return actorKind === 'token' ? `token ${actorName}` : actorName;
};

const changeOf = ({ before, after }: AccessEntry): string =>
  [before, after]
    .map((one) => (one === null ? '' : JSON.stringify(one)))
    .filter(Boolean)
    .join(' → ');
