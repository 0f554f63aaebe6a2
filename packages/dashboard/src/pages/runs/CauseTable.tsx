import type { RunCause } from '@sightglass/model/rest';
import { shownOfState } from '@sightglass/model';
import { Link } from '@tanstack/react-router';
import { StateGlyph } from '../../components/glyph/StateGlyph.tsx';
import { HeadRow } from '../../components/table/HeadRow.tsx';
import { LongTable } from '../../components/table/LongTable.tsx';
import { cell, figureCell } from '../../components/table/table.ts';
import { Timestamp } from '../../components/time/Timestamp.tsx';
import { formatCount } from '../../format/number.ts';
import { runLink } from '../../url/run-link.ts';
import type { RunsSearch } from './runs-search.ts';

interface Props {
  readonly causes: readonly RunCause[];
  readonly search: RunsSearch;
}

const namedPipelines = 3;

/** A row for each kind of error, the one with the most runs first. Its words lead to its runs. */
export const CauseTable = ({ causes, search }: Props) => (
  <LongTable
    caption="Kinds of errors, those of most runs first"
    rows={causes}
    rowHeight={48}
    head={
      <HeadRow
        columns={[
          {
            name: 'What happened',
            width: 'w-full',
            title: 'Alike but for numbers and ids; in the words of the latest',
          },
          { name: 'Runs', isFigure: true },
          'Pipelines',
          'First',
          'Latest',
        ]}
      />
    }
    row={(cause, attributes) => (
      <tr key={cause.cause} {...attributes} className="hover:bg-raised">
        <th scope="row" className={`${cell} max-w-0 min-w-[24ch] py-1.5 max-sm:max-w-none`} title={cause.words}>
          <span className="flex items-baseline gap-2">
            <span className="translate-y-px">
              <StateGlyph shown={shownOfState(cause.state)} isNamed />
            </span>
            <Link
              to="/runs"
              search={runsOfCause(search, cause)}
              data-row
              className="line-clamp-2 wrap-anywhere hover:underline"
            >
              {cause.words}
            </Link>
          </span>
        </th>
        <td data-name="Runs" className={figureCell}>
          {formatCount(cause.runs)}
        </td>
        <td
          data-name="Pipelines"
          className={`${cell} max-w-[44ch] truncate`}
          title={cause.pipelines
            .map(({ namespace, pipeline, runs }) => `${namespace} / ${pipeline}: ${formatCount(runs)}`)
            .join('\n')}
        >
          {pipelineNames(cause)}
        </td>
        <td data-name="First" className={`${cell} whitespace-nowrap text-dim`}>
          <Timestamp at={cause.firstAt} />
        </td>
        <td data-name="Latest" className={`${cell} whitespace-nowrap`}>
          <Link {...runLink(cause.lastRun)} className="link">
            <Timestamp at={cause.lastAt} />
          </Link>
        </td>
      </tr>
    )}
  />
);

const runsOfCause = ({ groupBy: _groupBy, ...search }: RunsSearch, { cause }: RunCause): RunsSearch => ({
  ...search,
  cause,
});

const pipelineNames = ({ pipelines, pipelineCount }: RunCause): string => {
  const names = pipelines.slice(0, namedPipelines).map(({ pipeline }) => pipeline);
  const more = pipelineCount - names.length;
  return more > 0 ? `${names.join(', ')} and ${formatCount(more)} more` : names.join(', ');
};
