import type { System } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { Simulated } from '../../components/page/SimulatedMark.tsx';
import type { RowAttributes } from '../../components/table/LongTable.tsx';
import { cell } from '../../components/table/table.ts';
import { Ago } from '../../components/time/Timestamp.tsx';
import { cutLongWords } from '../../format/long-words.ts';
import { countOf, formatCount } from '../../format/number.ts';
import type { TimeRange } from '../../url/time-range.ts';
import { useSentence } from '../../words/use-sentence.ts';
import { SystemGlyph } from './SystemGlyph.tsx';

interface Props {
  readonly system: System;
  readonly range: TimeRange;
  readonly attributes: RowAttributes;
  readonly isSimulated: boolean;
}

const kindWords = { database: 'database', api: 'API', 'file-store': 'file store', host: 'host' } as const;

export const SystemRow = ({ system, range, attributes, isSimulated }: Props) => {
  const { kind, shown, needsAttention, since, lastAt } = system;
  const loud = needsAttention ? `tone tone-${shown.tone}` : '';
  return (
    <tr {...attributes} className="hover:bg-raised">
      <NameCell system={system} range={range} isSimulated={isSimulated} loud={loud} />
      <td className={`${cell} text-dim max-sm:pl-[22px]`}>{kindWords[kind]}</td>
      <td className={`${cell} whitespace-nowrap`}>
        <span className={loud || (shown.tone === 'aside' ? 'text-dim' : '')}>{shown.word}</span>
        {since === null ? null : (
          <span className="block text-second text-dim max-sm:ml-2 max-sm:inline">
            <span className="sr-only">since </span>
            <Ago at={since} />
          </span>
        )}
      </td>
      <Users system={system} />
      <RunsNow system={system} />
      <td className={`${cell} whitespace-nowrap text-dim`} data-nothing={lastAt === null || undefined}>
        <span className="sm:hidden">last seen </span>
        {lastAt === null ? 'never' : <Ago at={lastAt} />}
      </td>
    </tr>
  );
};

/** Its name and place, and below them its sentence. */
const NameCell = ({ system, range, isSimulated, loud }: Omit<Props, 'attributes'> & { readonly loud: string }) => {
  const { place, shown, sentenceParts } = system;
  const sentence = useSentence(sentenceParts);
  return (
    <th scope="row" className={`${cell} max-w-0 min-w-[24ch] py-2 max-sm:max-w-full max-sm:basis-full`}>
      <div className="flex items-baseline gap-2.5">
        <span className="translate-y-px">
          <SystemGlyph shown={shown} />
        </span>
        <SystemLink system={system} range={range} />
        {isSimulated ? <Simulated /> : null}
        <span className="min-w-[6ch] shrink-[9] truncate text-dim" title={place || undefined}>
          {place}
        </span>
      </div>
      <p
        title={sentence}
        className={`mt-0.5 truncate pl-[22px] max-sm:line-clamp-3 max-sm:whitespace-normal ${loud || 'text-dim'}`}
      >
        {cutLongWords(sentence)}
      </p>
    </th>
  );
};

const linkClass = 'min-w-0 truncate font-strong hover:underline';

/** To the page of the system; a host has none, so to its runs, and a store of files to what is in it. */
const SystemLink = ({ system: { kind, name }, range }: Pick<Props, 'system' | 'range'>) => {
  if (kind === 'host')
    return (
      <Link to="/runs" search={{ system: `host:${name}`, ...range }} data-row title={name} className={linkClass}>
        {name}
      </Link>
    );
  if (kind === 'file-store')
    return (
      <Link to="/data" search={{ in: name, ...range }} data-row title={name} className={linkClass}>
        {name}
      </Link>
    );
  return (
    <Link
      to={kind === 'api' ? '/apis/$name' : '/databases/$name'}
      params={{ name }}
      search={range}
      data-row
      title={name}
      className={linkClass}
    >
      {name}
    </Link>
  );
};

/** Pipelines whose runs used it. */
const Users = ({ system: { usedBy, pipelines } }: Pick<Props, 'system'>) => {
  const [first] = usedBy;
  const all = usedBy.map(({ namespace, pipeline }) => `${namespace} / ${pipeline}`).join('\n');
  return (
    <td className={`${cell} max-w-[32ch] min-w-[22ch] max-lg:hidden!`} title={all || undefined}>
      {first === undefined ? (
        <span className="text-dim">nobody observed</span>
      ) : (
        <span className="flex items-baseline gap-1.5">
          <Link
            to="/pipelines/$namespace/$name"
            params={{ namespace: first.namespace, name: first.pipeline }}
            className="link min-w-0 truncate"
          >
            {first.pipeline}
          </Link>
          {pipelines > 1 ? <span className="shrink-0 text-dim">and {formatCount(pipelines - 1)} more</span> : null}
        </span>
      )}
    </td>
  );
};

/** Runs that go on and have used it. */
const RunsNow = ({ system: { kind, name, runsNow } }: Pick<Props, 'system'>) => (
  <td className={`${cell} whitespace-nowrap max-md:hidden!`}>
    {runsNow.length === 0 ? (
      <span className="text-dim">none</span>
    ) : (
      <Link to="/runs" search={{ system: `${kind}:${name}`, state: 'running' }} className="link">
        {countOf(runsNow.length, 'run')}
      </Link>
    )}
  </td>
);
