import { regressionWords } from '@sightglass/model';
import type { PipelinePerformance } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { formatDuration } from '../../format/duration.ts';
import { formatBytes, formatCount } from '../../format/number.ts';
import { runLink } from '../../url/run-link.ts';

const formats = { duration: formatDuration, bytes: formatBytes, count: formatCount };

/** What of the latest run is worse than usual, worst first; a line that says so when nothing is. */
export const Regressions = ({
  performance: { namespace, name, regressions, latest },
}: {
  performance: PipelinePerformance;
}) => {
  if (regressions === null || latest === null) return null;
  const run = (
    <Link {...runLink({ namespace, pipeline: name, runId: latest.runId })} className="link">
      the latest run
    </Link>
  );
  if (regressions.length === 0) return <p className="pb-3">Nothing got slower: {run} is as usual.</p>;
  return (
    <>
      <p>Worse than usual in {run}:</p>
      <ul className="pt-1 pb-4" aria-label="Worse than usual">
        {regressions.map((worse) => (
          <li key={`${worse.stage ?? ''} ${worse.figure}`} className="text-warn">
            <span aria-hidden="true">▲ </span>
            {regressionWords(worse, formats)}
          </li>
        ))}
      </ul>
    </>
  );
};
