import type { CheckResult, DatasetDetail, DatasetUse } from '@sightglass/model/rest';
import { Link, useNavigate } from '@tanstack/react-router';
import { VerdictBars } from '../../checks/VerdictBars.tsx';
import { EmptyNotice } from '../../components/answer/Notice.tsx';
import { StateWord } from '../../components/glyph/StateGlyph.tsx';
import { FigureCell } from '../../components/table/FigureCell.tsx';
import { figureColumns, HeadRow } from '../../components/table/HeadRow.tsx';
import { LongTable, type RowAttributes } from '../../components/table/LongTable.tsx';
import { cell } from '../../components/table/table.ts';
import { RangeSelect } from '../../components/time/RangeSelect.tsx';
import { Timestamp } from '../../components/time/Timestamp.tsx';
import { formatBytes, formatCount } from '../../format/number.ts';
import { formatTime } from '../../format/time.ts';
import { runLink } from '../../url/run-link.ts';
import { type SpanOrAll, spansAndAll, type TimeRange } from '../../url/time-range.ts';

interface Props {
  readonly dataset: DatasetDetail;
  readonly range: TimeRange<SpanOrAll>;
  readonly onRange: (range: TimeRange<SpanOrAll>) => void;
}

/** What was written over time: bars, and a table of the same. */
export const Writes = ({ dataset: { writes, hasMoreWrites }, range, onRange }: Props) => (
  <section aria-label="Writes" className="mt-10">
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 pb-3">
      <h2 className="text-name">Writes</h2>
      <RangeSelect range={range} usual="all" spans={spansAndAll} onChange={onRange} />
      {hasMoreWrites ? (
        <span className="text-dim">the latest {formatCount(writes.length)}; choose a time for others</span>
      ) : null}
    </div>
    {writes.length === 0 ? (
      <EmptyNotice title="No run reported writing it in this time." />
    ) : (
      <>
        <div className="grid gap-x-12 gap-y-6 pb-4 md:grid-cols-2">
          <WriteBars title="Rows written" writes={writes} measure={({ rows }) => rows} format={formatCount} />
          <WriteBars title="Size written" writes={writes} measure={({ bytes }) => bytes} format={formatBytes} />
        </div>
        <LongTable
          caption="Writes, the latest first"
          rows={writes}
          head={
            <HeadRow columns={['Written', 'Run', ...figureColumns('Rows', 'Size'), { name: 'By', width: 'w-full' }]} />
          }
          row={(write, attributes) => <WriteRow key={keyOf(write)} write={write} attributes={attributes} />}
        />
      </>
    )}
  </section>
);

const keyOf = ({ namespace, pipeline, runId }: DatasetUse): string => JSON.stringify([namespace, pipeline, runId]);

const WriteRow = ({ write, attributes }: { write: DatasetUse; attributes: RowAttributes }) => (
  <tr {...attributes} className="hover:bg-raised">
    <th scope="row" className={`${cell} whitespace-nowrap`}>
      <Link {...runLink(write)} data-row className="hover:underline">
        <Timestamp at={write.at} />
      </Link>
    </th>
    <td className={cell}>
      {write.shown === null ? <span className="text-dim">not known</span> : <StateWord shown={write.shown} />}
    </td>
    <FigureCell name="Rows" value={write.rows} format={formatCount} />
    <FigureCell name="Size" value={write.bytes} format={formatBytes} />
    <td
      className={`${cell} max-w-0 truncate text-dim max-sm:max-w-full`}
      title={`${write.namespace} / ${write.pipeline}`}
    >
      {write.pipeline}
    </td>
  </tr>
);

interface BarsProps {
  readonly title: string;
  readonly writes: readonly DatasetUse[];
  readonly measure: (write: DatasetUse) => number | null;
  readonly format: (value: number) => string;
}

/** How a write went, as a sign under its bar; the others went well, or go on. */
const signs: Readonly<Partial<Record<string, CheckResult>>> = { failed: 'fail', lost: 'warn', aborted: 'skip' };

/** A bar for each write; nothing where nobody said how much it was. */
const WriteBars = ({ title, writes, measure, format }: BarsProps) => {
  const navigate = useNavigate();
  const [latest] = writes;
  if (latest === undefined || writes.every((write) => measure(write) === null)) return null;
  const words = (write: DatasetUse): string => {
    const value = measure(write);
    return value === null ? 'not reported' : format(value);
  };
  return (
    <figure className="min-w-0 [&_svg]:max-w-full">
      <figcaption className="flex flex-wrap items-baseline gap-x-3 pb-2">
        {title} <span className="text-dim">{words(latest)} at last</span>
      </figcaption>
      <VerdictBars
        label={`${title}, the last ${formatCount(writes.length)}; the table below has the same`}
        height={64}
        pitch={10}
        isCalm
        bars={writes.toReversed().map((write) => ({
          key: keyOf(write),
          value: measure(write),
          verdict: signs[write.state ?? ''] ?? 'pass',
          title: `${formatTime(Date.parse(write.at), Date.now())}: ${words(write)}, run ${write.shown?.word.toLowerCase() ?? 'not known'}`,
          onPress: () => void navigate(runLink(write)),
        }))}
      />
    </figure>
  );
};
