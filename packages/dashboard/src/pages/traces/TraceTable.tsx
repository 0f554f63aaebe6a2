import type { TraceListItem } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { FigureCell } from '../../components/table/FigureCell.tsx';
import { Simulated } from '../../components/page/SimulatedMark.tsx';
import { SortHead } from '../../components/table/SortHead.tsx';
import type { TraceSort } from '../../fetch/explore.ts';
import { LongTable, type RowAttributes } from '../../components/table/LongTable.tsx';
import { cell, headCell, headFigure } from '../../components/table/table.ts';
import { Exactly } from '../../components/time/Timestamp.tsx';
import { useSimulated } from '../../fetch/use-simulated.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import { runLink } from '../../url/run-link.ts';

interface Props {
  readonly traces: readonly TraceListItem[];
  readonly sort: TraceSort;
  readonly onSort: (sort: TraceSort) => void;
}

/** What is pressed first and what a second press turns it to. */
const turns = { began: ['newest', 'oldest'], took: ['slowest', 'quickest'] } as const;

/** A row for each trace. */
export const TraceTable = ({ traces, sort, onSort }: Props) => {
  const by = sort === 'newest' || sort === 'oldest' ? 'began' : 'took';
  const head = {
    sort: by,
    order: sort === turns[by][1] ? 'asc' : undefined,
    onSort: (column: keyof typeof turns = 'began', order: 'asc' | undefined) =>
      onSort(turns[column][order === undefined ? 0 : 1]),
  } as const;
  const areSimulated = useSimulated(traces.some(({ runs = [] }) => runs.length > 0));
  return (
    <LongTable
      caption="Traces"
      rows={traces}
      head={
        <tr>
          <th className={`${headCell} w-full`}>Trace</th>
          <th className={headCell}>Service</th>
          <SortHead name="Began" by="began" {...head} />
          <SortHead name="Took" by="took" isFigure {...head} />
          <th className={headFigure}>Spans</th>
          <th className={headFigure}>Failed</th>
          <th className={headCell}>Run</th>
        </tr>
      }
      row={(trace, attributes) => (
        <TraceRow
          key={trace.traceId}
          trace={trace}
          isSimulated={areSimulated(hasPartIn(trace))}
          attributes={attributes}
        />
      )}
    />
  );
};

const hasPartIn =
  ({ runs = [] }: TraceListItem) =>
  ({ namespace, name }: { readonly namespace: string; readonly name: string }): boolean =>
    runs.some((run) => run.namespace === namespace && run.pipeline === name);

interface RowProps {
  readonly trace: TraceListItem;
  readonly isSimulated: boolean;
  readonly attributes: RowAttributes;
}

const TraceRow = ({ trace, isSimulated, attributes }: RowProps) => {
  const { traceId, name, hasRoot = true, service, services = [], startedAt, durationMs, spans, errors = 0 } = trace;
  const others = services.filter((one) => one !== service);
  return (
    <tr {...attributes} className="hover:bg-raised">
      <th scope="row" className={`${cell} max-w-0 min-w-[18ch] max-sm:max-w-full`} title={`${name} · ${traceId}`}>
        <span className="flex items-baseline gap-2">
          <Link
            to="/traces/$traceId"
            params={{ traceId }}
            data-row
            className="min-w-0 truncate font-strong hover:underline"
          >
            {name === '' ? traceId : name}
          </Link>
          {hasRoot ? null : <span className="shrink-0 text-dim">its first span is not stored</span>}
          {isSimulated ? <Simulated /> : null}
        </span>
      </th>
      <td className={`${cell} max-w-[28ch] truncate`} title={services.join(', ')}>
        {service}
        {others.length === 0 ? null : <span className="text-dim"> and {formatCount(others.length)} more</span>}
      </td>
      <td className={cell}>
        <Exactly at={startedAt} />
      </td>
      <FigureCell name="Took" value={durationMs} format={formatDuration} />
      <FigureCell name="Spans" value={spans} format={formatCount} />
      <FigureCell name="Failed" value={errors} format={formatCount} loud="text-bad" />
      <td className={`${cell} max-w-[24ch] truncate`}>
        <RunCell runs={trace.runs ?? []} />
      </td>
    </tr>
  );
};

const RunCell = ({ runs: [run, ...others] }: { readonly runs: NonNullable<TraceListItem['runs']> }) => {
  if (run === undefined) return null;
  const name = run.pipeline === '' ? run.runId.slice(0, 13) : run.pipeline;
  return (
    <>
      <Link
        {...(run.pipeline === '' ? ({ to: '/runs/$runId', params: { runId: run.runId } } as const) : runLink(run))}
        className="link"
        title={run.runId}
      >
        {name}
      </Link>
      {others.length === 0 ? null : <span className="text-dim"> and {formatCount(others.length)} more</span>}
    </>
  );
};
