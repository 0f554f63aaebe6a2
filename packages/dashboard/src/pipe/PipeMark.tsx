import type { ShownState } from '@sightglass/model';
import type { Run } from '@sightglass/model/rest';
import { axesOf } from './draw/axes.ts';
import { layMark } from './draw/mark.ts';

/** A run as a pipe of one section, 132 × 40: the picture of a home row. */
export const PipeMark = ({ run, state }: { run: Pick<Run, 'rows' | 'unexplained'>; state: ShownState }) => {
  const mark = layMark(axesOf('right'), run.rows, run.unexplained, state);
  return (
    <svg viewBox="0 0 132 40" width="132" height="40" className="pipe" aria-hidden="true">
      <path className="coupling" d={mark.stubs} />
      <path className={`glass ${mark.isDry ? 'ghost' : ''}`} d={mark.glass} />
      {mark.leaks.map(({ kind, tone, path }) => (
        <path key={kind} className={`toned tone-${tone}`} d={path} />
      ))}
      <path className="liquid" d={mark.liquid} />
      {state === 'running' ? <path className="stream" d={mark.stream} /> : null}
      <path className="flange" d={mark.flanges} />
      {mark.tear === null ? null : (
        <>
          <path className="hole" d={mark.tear.hole} />
          <path className="torn" d={mark.tear.edges} />
        </>
      )}
      {mark.cap === null ? null : <path className={`toned tone-${state === 'failed' ? 'bad' : 'warn'}`} d={mark.cap} />}
    </svg>
  );
};
