import type { DependencyCheck } from '@sightglass/model/rest';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { Ago, Timestamp } from '../../../components/time/Timestamp.tsx';
import { Sparkline } from '../../../components/chart/Sparkline.tsx';
import { cell, headCell, headFigure, tableClass } from '../../../components/table/table.ts';
import { formatDuration } from '../../../format/duration.ts';
import { countOf, formatCount } from '../../../format/number.ts';
import { stepWords } from '../../../words/database-sentence.ts';
import { sentenceCase } from '../../../words/sentence-case.ts';
import { failureKinds, stepTimes } from './step-times.ts';
import { Part } from '../../../components/page/Part.tsx';

/** How long each step took over the last attempts, and what failed in them. */
export const Attempts = ({ checks }: { checks: readonly DependencyCheck[] }) => {
  const [first] = checks;
  if (first === undefined) return null;
  const kinds = failureKinds(checks);
  return (
    <>
      <Part
        title="Time by step"
        note={
          <>
            the last {countOf(checks.length, 'attempt')}, since <Timestamp at={first.checkedAt} />
          </>
        }
      >
        <table className={tableClass}>
          <caption className="sr-only">Time of each step over the last attempts</caption>
          <thead>
            <tr>
              <th className={headCell}>Step</th>
              <th className={headCell}>Over time</th>
              {['Last', 'Median', 'Slowest', 'Failed here'].map((name) => (
                <th key={name} className={headFigure}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {stepTimes(checks).map(({ step, valuesMs, lastMs, medianMs, slowestMs, failures }) => (
              <tr key={step} className="hover:bg-raised">
                <th scope="row" className={cell}>
                  {sentenceCase(stepWords[step])}
                </th>
                <td className={`${cell} w-[260px]`}>
                  <Sparkline
                    values={valuesMs}
                    label={`${stepWords[step]} over ${countOf(valuesMs.length, 'attempt')}`}
                  />
                </td>
                <FigureCell name="Last" value={lastMs} format={formatDuration} />
                <FigureCell name="Median" value={medianMs} format={formatDuration} />
                <FigureCell name="Slowest" value={slowestMs} format={formatDuration} />
                <FigureCell name="Failed here" value={failures} format={formatCount} loud="text-bad" />
              </tr>
            ))}
          </tbody>
        </table>
      </Part>
      {kinds.length === 0 ? null : (
        <Part title="Failures" note="by class, in the same attempts">
          <table className={tableClass}>
            <caption className="sr-only">Failed attempts by class of error</caption>
            <thead>
              <tr>
                <th className={headCell}>Class</th>
                <th className={headCell}>Code</th>
                <th className={headCell}>At</th>
                <th className={headFigure}>Attempts</th>
                <th className={headFigure}>Last</th>
              </tr>
            </thead>
            <tbody>
              {kinds.map(({ class: kind, code, step, count, lastAt }) => (
                <tr key={`${kind} ${code} ${step}`} className="hover:bg-raised">
                  <th scope="row" className={cell}>
                    {kind}
                  </th>
                  <td className={`${cell} font-mono text-second`}>{code ?? '–'}</td>
                  <td className={cell}>{stepWords[step]}</td>
                  <FigureCell name="Attempts" value={count} format={formatCount} />
                  <td className={`${cell} text-end`}>
                    <Ago at={lastAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Part>
      )}
    </>
  );
};
