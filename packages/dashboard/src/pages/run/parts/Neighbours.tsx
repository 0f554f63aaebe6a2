import type { Run, RunDetail } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { StateGlyph } from '../../../components/glyph/StateGlyph.tsx';
import { Timestamp } from '../../../components/time/Timestamp.tsx';
import { runNeighboursQuery } from '../../../fetch/run-list.ts';
import { compareLink } from '../../../url/compare-link.ts';
import { runLink } from '../../../url/run-link.ts';

/** To the run before and after it in its pipeline, and side by side with the one before. */
export const Neighbours = ({ run }: { run: RunDetail }) => {
  const { data } = useQuery(runNeighboursQuery(run));
  const { previous = null, next = null } = data ?? {};
  return (
    <nav aria-label="Other runs of this pipeline" className="mt-3 flex min-h-7 flex-wrap gap-2">
      {previous === null ? null : (
        <Beside run={previous} label="Run before">
          <span aria-hidden="true">←</span>
        </Beside>
      )}
      {next === null ? null : (
        <Beside run={next} label="Run after" isAfter>
          <span aria-hidden="true">→</span>
        </Beside>
      )}
      {previous === null || run.state === 'missed' ? null : (
        <Link {...compareLink(previous, run)} className="control">
          Compare with the run before
        </Link>
      )}
    </nav>
  );
};

interface Props {
  readonly run: Run;
  readonly label: string;
  readonly isAfter?: boolean;
  /** An arrow. */
  readonly children: React.ReactNode;
}

const Beside = ({ run, label, isAfter = false, children }: Props) => (
  <Link {...runLink(run)} className="control" title={run.sentence}>
    {isAfter ? null : children}
    <span className="sr-only">{label}: </span>
    <StateGlyph shown={run.shown} isNamed />
    <Timestamp at={run.startedAt} />
    {isAfter ? children : null}
  </Link>
);
