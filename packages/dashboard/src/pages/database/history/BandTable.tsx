import type { DatabaseBand } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { HeadRow } from '../../../components/table/HeadRow.tsx';
import { LongTable } from '../../../components/table/LongTable.tsx';
import { cell } from '../../../components/table/table.ts';
import { Timestamp } from '../../../components/time/Timestamp.tsx';
import { formatDuration } from '../../../format/duration.ts';
import { countOf } from '../../../format/number.ts';
import { runLink } from '../../../url/run-link.ts';
import { runsOfSystem } from '../../../url/system-link.ts';
import { bandWords } from './history-figures.ts';

interface Props {
  readonly name: string;
  readonly bands: readonly DatabaseBand[];
  /** Until when those reach that last. */
  readonly endMs: number;
}

const tones: Readonly<Record<DatabaseBand['kind'], string>> = {
  down: 'text-bad',
  degraded: 'text-warn',
  blocking: 'text-aside',
};

/** The bands of the charts as a table, latest first; each leads to the runs behind it. */
export const BandTable = ({ name, bands, endMs }: Props) =>
  bands.length === 0 ? null : (
    <div className="mt-8">
      <LongTable
        caption="When it was down, degraded or sessions were blocked"
        rows={bands.toReversed()}
        head={<HeadRow columns={['From', 'For', 'What', { name: 'Runs', width: 'w-full' }]} />}
        row={(band, attributes) => (
          <tr key={`${band.kind} ${band.from}`} {...attributes} className="hover:bg-raised">
            <th scope="row" className={`${cell} whitespace-nowrap`}>
              <Timestamp at={band.from} />
            </th>
            <td className={`${cell} whitespace-nowrap`}>
              {formatDuration((band.to === null ? endMs : Date.parse(band.to)) - Date.parse(band.from))}
              {band.to === null ? ' so far' : ''}
            </td>
            <td className={`${cell} whitespace-nowrap ${tones[band.kind]}`}>
              {bandWords[band.kind]}
              {band.kind === 'blocking' ? `: ${countOf(band.sessions, 'session')}` : ''}
            </td>
            <td className={cell}>
              <RunsBehind name={name} band={band} endMs={endMs} />
            </td>
          </tr>
        )}
      />
    </div>
  );

const mostNamed = 3;

const RunsBehind = ({ name, band, endMs }: { name: string; band: DatabaseBand; endMs: number }) => {
  const time = { fromMs: Date.parse(band.from), toMs: (band.to === null ? endMs : Date.parse(band.to)) + 1 };
  return (
    <>
      {band.runs.slice(0, mostNamed).map((run) => (
        <span key={`${run.namespace} ${run.pipeline} ${run.runId}`}>
          <Link {...runLink(run)} className="link">
            {run.pipeline}
          </Link>
          {', '}
        </span>
      ))}
      <Link {...runsOfSystem({ kind: 'database', name }, time)} className="link">
        {band.runs.length === 0 ? 'runs that used it then' : 'all runs then'}
      </Link>
    </>
  );
};
