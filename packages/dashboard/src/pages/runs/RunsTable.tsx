import { knownCounts } from '@sightglass/model';
import type { Run } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { StateWord } from '../../components/glyph/StateGlyph.tsx';
import { SimulatedMark } from '../../components/page/SimulatedMark.tsx';
import { FigureCell } from '../../components/table/FigureCell.tsx';
import { SortHead } from '../../components/table/SortHead.tsx';
import { cell, frameClass, headCell, headFigure, tableClass } from '../../components/table/table.ts';
import { Timestamp } from '../../components/time/Timestamp.tsx';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import { runLink, type RunName } from '../../url/run-link.ts';
import type { RunsSearch } from './runs-search.ts';

interface Props {
  readonly runs: readonly Run[];
  readonly search: Pick<RunsSearch, 'sort' | 'order'>;
  readonly onSort: (sort: RunsSearch['sort'], isTurned: boolean) => void;
}

/** One text for each run. */
export const runKeyOf = ({ namespace, pipeline, runId }: RunName): string =>
  JSON.stringify([namespace, pipeline, runId]);

/** Left out of narrow windows, where what happened matters more. */
const wide = 'max-lg:hidden!';
const wideOrPhone = 'sm:max-lg:hidden!';

/** A row for each run, of whichever pipeline. */
export const RunsTable = ({ runs, search, onSort }: Props) => {
  const hasOwner = runs.some(({ owner }) => (owner ?? null) !== null);
  return (
    <div className={frameClass}>
      <table className={tableClass}>
        <caption className="sr-only">Runs</caption>
        <thead>
          <tr>
            <th className={headCell}>Run of</th>
            <SortHead name="Started" by={undefined} search={search} onSort={onSort} />
            <th className={headCell}>State</th>
            <SortHead name="Duration" by="duration" search={search} onSort={onSort} />
            <th className={`${headFigure} ${wide}`}>Read</th>
            <SortHead name="Written" by="rows" search={search} onSort={onSort} />
            <th className={`${headFigure} ${wideOrPhone}`}>Rejected</th>
            {hasOwner ? <th className={`${headCell} ${wide}`}>Owner</th> : null}
            <th className={`${headCell} w-full`}>What happened</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <RunRow key={runKeyOf(run)} run={run} hasOwner={hasOwner} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

const RunRow = ({ run, hasOwner }: { run: Run; hasOwner: boolean }) => {
  const known = <T,>(figure: T): T | null => (run.state === 'missed' ? null : figure);
  const happened = run.outcome || failureOf(run);
  return (
    <tr className="hover:bg-raised">
      <th
        scope="row"
        className={`${cell} max-w-[34ch] max-lg:max-w-[26ch] max-sm:max-w-full`}
        title={`${run.namespace} / ${run.pipeline}\n${run.sentence}`}
      >
        <span className="flex items-baseline gap-2">
          <Link {...runLink(run)} data-row className="min-w-0 truncate font-strong hover:underline">
            {run.pipeline}
          </Link>
          <span className="min-w-[6ch] shrink-[9] truncate text-dim">{run.namespace}</span>
          <SimulatedMark of={run} />
        </span>
      </th>
      <td className={`${cell} whitespace-nowrap`}>
        {run.state === 'missed' ? 'was due ' : null}
        <Timestamp at={run.startedAt} />
      </td>
      <td className={cell}>
        <StateWord shown={run.shown} />
      </td>
      <FigureCell
        name="Took"
        value={known(run.durationMs)}
        format={formatDuration}
        loud={run.isSlow ? 'text-warn' : ''}
      />
      <FigureCell name="Read" value={known(knownCounts(run).read)} format={formatCount} extraClass={wide} />
      <FigureCell name="Written" value={known(knownCounts(run).written)} format={formatCount} />
      <FigureCell name="Rejected" value={known(run.rows.rejected)} format={formatCount} extraClass={wideOrPhone} />
      {hasOwner ? (
        <td
          data-name="Owner"
          data-nothing={run.owner ? undefined : true}
          className={`${cell} max-w-[20ch] truncate text-dim ${wide}`}
        >
          {run.owner ?? '–'}
        </td>
      ) : null}
      <td className={`${cell} max-w-0 truncate text-dim max-sm:basis-full`} title={happened}>
        {happened}
      </td>
    </tr>
  );
};

const failureOf = ({ failure }: Run): string => (failure === null ? '' : `${failure.type}: ${failure.message}`);
