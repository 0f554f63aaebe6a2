import { findTraceparent } from '@sightglass/model';
import type { SessionRun } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { runLink } from '../../../url/run-link.ts';

interface Props {
  readonly application: string;
  /** Text that may hold a traceparent: the application's name, or the session's context. */
  readonly traceparent: string;
  readonly runs: readonly SessionRun[];
}

/** Whose session it is: the run it works for where it says so, else what it calls itself. */
export const SessionName = ({ application, traceparent, runs }: Props) => {
  const trace = findTraceparent(traceparent);
  const run = runs.find(({ traceId }) => traceId === trace?.traceId);
  if (run !== undefined) {
    return (
      <Link {...runLink(run)} title={`${run.namespace} / ${run.pipeline}`} className="link">
        run of {run.pipeline}
      </Link>
    );
  }
  if (trace !== undefined) {
    return (
      <Link to="/traces/$traceId" params={{ traceId: trace.traceId }} className="link">
        trace {trace.traceId.slice(0, 8)}
      </Link>
    );
  }
  return <span className={application === '' ? 'text-dim' : ''}>{application === '' ? 'unnamed' : application}</span>;
};
