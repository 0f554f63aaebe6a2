import { useQuery } from '@tanstack/react-query';
import type { RetentionAnswer } from '@sightglass/model/rest';
import { formatBytes, formatCount } from '@sightglass/model/words/count';
import { Awaited } from '../../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../../components/answer/Notice.tsx';
import { Part } from '../../../components/page/Part.tsx';
import { figureColumns, HeadRow } from '../../../components/table/HeadRow.tsx';
import { LongTable } from '../../../components/table/LongTable.tsx';
import { cell, figureCell } from '../../../components/table/table.ts';
import { retentionQuery } from '../../../fetch/settings.ts';
import { Inventory } from './Inventory.tsx';
import { LegalHolds } from './LegalHolds.tsx';
import { forecastWords, heldWords } from './retention-words.ts';

/** What is kept and since when, what goes next, and what must not be deleted. */
export const Retention = ({ mayHold }: { readonly mayHold: boolean }) => {
  const retention = useQuery(retentionQuery());
  return (
    <>
      <Part title="What is kept" note="deleted in whole days or months of arrival">
        <Awaited query={retention} what="Retention" loading={<LoadingRows rows={7} height={32} what="what is kept" />}>
          {(kept) => (
            <>
              <Classes kept={kept} />
              <p className="mt-4 max-w-[90ch]">{forecastWords(kept)}</p>
              {kept.heldBytes === 0 ? null : <p className="mt-2 max-w-[90ch] font-strong">{heldWords(kept)}</p>}
            </>
          )}
        </Awaited>
      </Part>
      {mayHold ? <LegalHolds /> : null}
      <Inventory />
    </>
  );
};

interface Row {
  readonly name: string;
  readonly keptFor: string;
  readonly setting: string;
  readonly since: string;
  readonly size: string;
  readonly rows: string;
  readonly next: string;
}

const words = `${cell} whitespace-nowrap`;

const Classes = ({ kept }: { readonly kept: RetentionAnswer }) => (
  <LongTable
    caption="What is kept, by kind"
    rows={rowsOf(kept)}
    head={
      <HeadRow
        columns={[
          'Kind',
          'Kept for',
          'Since',
          ...figureColumns('Records', 'On disk'),
          { name: 'Next to go', width: 'w-full' },
        ]}
      />
    }
    row={({ name, keptFor, setting, since, size, rows, next }, attributes) => (
      <tr key={attributes['data-index']} {...attributes} className="hover:bg-raised">
        <th scope="row" className={`${words} font-strong`}>
          {name}
        </th>
        <td className={words} title={setting} data-name="Kept for">
          {keptFor}
        </td>
        <td className={words} data-name="Since">
          {since}
        </td>
        <td className={figureCell} data-name="Records">
          {rows}
        </td>
        <td className={figureCell} data-name="On disk" data-nothing={size === '' || undefined}>
          {size}
        </td>
        <td className={cell} data-name="Next to go" data-nothing={next === '' || undefined}>
          {next}
        </td>
      </tr>
    )}
  />
);

const rowsOf = ({ classes, accessLog }: RetentionAnswer): Row[] => [
  ...classes.map(({ name, days, setting, since, bytes, rows, nextGoesAt }) => ({
    name,
    keptFor: `${days} days`,
    setting,
    since: since ?? 'nothing yet',
    size: formatBytes(bytes),
    rows: formatCount(rows),
    next: since === null || nextGoesAt === null ? '' : `${since} on ${nextGoesAt}`,
  })),
  {
    name: 'access log',
    keptFor: accessLog.days === null ? 'for ever' : `${accessLog.days} days`,
    setting: 'retention.accessLogDays',
    since: accessLog.since?.slice(0, 10) ?? 'nothing yet',
    size: '',
    rows: formatCount(accessLog.entries),
    next: '',
  },
];
