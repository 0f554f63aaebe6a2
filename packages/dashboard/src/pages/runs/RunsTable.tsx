import { knownCounts } from '@sightglass/model';
import type { Run } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { StateWord } from '../../components/glyph/StateGlyph.tsx';
import { SimulatedMark } from '../../components/page/SimulatedMark.tsx';
import { FigureCell } from '../../components/table/FigureCell.tsx';
import { cell, frameClass, headCell, headFigure, tableClass } from '../../components/table/table.ts';
import { SortHead } from '../../components/table/SortHead.tsx';
import { Timestamp } from '../../components/time/Timestamp.tsx';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import { runLink, type RunName } from '../../url/run-link.ts';
import type { RunsSearch } from './runs-search.ts';

interface Props {
  readonly runs: readonly Run[];
  readonly search: Pick<RunsSearch, 'sort' | 'order'>;
  readonly onSort: (sort: RunsSearch['sort'], order: RunsSearch['order']) => void;
}

/** One text for each run. */
export const runKeyOf = ({ namespace, pipeline, runId }: RunName): string =>
  JSON.stringify([namespace, pipeline, runId]);

/** Left out of narrow windows, where what happened matters more. */
const wide = 'max-lg:hidden!';
const wideOrPhone = 'sm:max-lg:hidden!';

/** A row for each run, of whichever pipeline. */
export const RunsTable = ({ runs, search: { sort, order }, onSort }: Props) => {
  const search = { sort, order };
  const hasOwner = runs.some(({ owner }) => (owner ?? null) !== null);
  const hasVersion = runs.some(({ version }) => (version ?? null) !== null);
  return (
    <div className={frameClass}>
      <table className={tableClass}>
        <caption className="sr-only">Runs</caption>
        <thead>
          <tr>
            <th className={headCell}>Run of</th>
            <SortHead name="Started" by={undefined} {...search} onSort={onSort} />
            <th className={headCell}>State</th>
            <SortHead name="Duration" by="duration" isFigure {...search} onSort={onSort} />
            <th className={`${headFigure} ${wide}`}>Read</th>
            <SortHead name="Written" by="rows" isFigure {...search} onSort={onSort} />
            <th className={`${headFigure} ${wideOrPhone}`}>Rejected</th>
            {hasVersion ? <th className={`${headCell} ${wide}`}>Version</th> : null}
            {hasOwner ? <th className={`${headCell} ${wide}`}>Owner</th> : null}
            <th className={`${headCell} w-full`}>What happened</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <RunRow key={runKeyOf(run)} run={run} hasOwner={hasOwner} hasVersion={hasVersion} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

const RunRow = ({ run, hasOwner, hasVersion }: { run: Run; hasOwner: boolean; hasVersion: boolean }) => {
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
        loud={run.isSlow ? 'font-strong' : ''}
      />
      <FigureCell name="Read" value={known(knownCounts(run).read)} format={formatCount} extraClass={wide} />
      <FigureCell name="Written" value={known(knownCounts(run).written)} format={formatCount} />
      <FigureCell name="Rejected" value={known(run.rows.rejected)} format={formatCount} extraClass={wideOrPhone} />
      {hasVersion ? <SmallCell name="Version" value={run.version} /> : null}
      {hasOwner ? <SmallCell name="Owner" value={run.owner} /> : null}
      <td className={`${cell} max-w-0 truncate text-dim max-sm:basis-full`} title={happened}>
        {happened}
      </td>
    </tr>
  );
};

const SmallCell = ({ name, value }: { name: string; value: string | null | undefined }) => (
  <td
    data-name={name}
    data-nothing={value ? undefined : true}
    title={value ?? undefined}
    className={`${cell} max-w-[20ch] truncate text-dim ${wide}`}
  >
    {value ?? '–'}
  </td>
);

const failureOf = ({ failure }: Run): string => (failure === null ? '' : `${failure.type}: ${failure.message}`);
