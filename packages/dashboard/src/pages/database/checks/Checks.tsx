import { sentenceCase, stepWords } from '@sightglass/model';
import type { DatabaseCheck } from '@sightglass/model/rest';
import { Sparkline } from '../../../components/chart/Sparkline.tsx';
import { CheckStrip } from '../../../components/strip/CheckStrip.tsx';
import { Part } from '../../../components/page/Part.tsx';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { figureColumns, HeadRow } from '../../../components/table/HeadRow.tsx';
import { LongTable } from '../../../components/table/LongTable.tsx';
import { cell } from '../../../components/table/table.ts';
import { Ago, Timestamp } from '../../../components/time/Timestamp.tsx';
import { formatDuration } from '../../../format/duration.ts';
import { countOf, formatCount } from '../../../format/number.ts';
import { failureKinds, stepTimes } from './step-times.ts';

/** How long each step took over the last checks, and what failed in them. */
export const Checks = ({ checks }: { checks: readonly DatabaseCheck[] }) => {
  const [first] = checks;
  if (first === undefined) return null;
  const since = (
    <>
      the last {countOf(checks.length, 'check')}, since <Timestamp at={first.checkedAt} />
    </>
  );
  return (
    <>
      <Part title="Time by step" note={since}>
        <div className="mb-4 w-[264px] max-w-full">
          <CheckStrip checks={checks} />
        </div>
        <StepTable checks={checks} />
      </Part>
      <Failures checks={checks} />
    </>
  );
};

const StepTable = ({ checks }: { checks: readonly DatabaseCheck[] }) => (
  <LongTable
    caption="Time of each step over the last checks"
    rows={stepTimes(checks)}
    head={<HeadRow columns={['Step', 'Over time', ...figureColumns('Last', 'Median', 'Slowest', 'Failed here')]} />}
    row={({ step, valuesMs, lastMs, medianMs, slowestMs, failures }, attributes) => (
      <tr key={step} {...attributes} className="hover:bg-raised">
        <th scope="row" className={cell}>
          {sentenceCase(stepWords[step])}
        </th>
        <td className={`${cell} w-[260px]`}>
          <Sparkline values={valuesMs} label={`${stepWords[step]} over ${countOf(valuesMs.length, 'check')}`} />
        </td>
        <FigureCell name="Last" value={lastMs} format={formatDuration} />
        <FigureCell name="Median" value={medianMs} format={formatDuration} />
        <FigureCell name="Slowest" value={slowestMs} format={formatDuration} />
        <FigureCell name="Failed here" value={failures} format={formatCount} loud="text-bad" />
      </tr>
    )}
  />
);

const Failures = ({ checks }: { checks: readonly DatabaseCheck[] }) => {
  const kinds = failureKinds(checks);
  if (kinds.length === 0) return null;
  return (
    <Part title="Failures" note="by class, in the same checks">
      <LongTable
        caption="Failed checks by class of error"
        rows={kinds}
        head={<HeadRow columns={['Class', 'Code', 'At', ...figureColumns('Checks', 'Last')]} />}
        row={({ class: kind, code, step, count, lastAt }, attributes) => (
          <tr key={`${kind} ${code} ${step}`} {...attributes} className="hover:bg-raised">
            <th scope="row" className={cell}>
              {kind}
            </th>
            <td className={`${cell} font-mono text-second`}>{code ?? '–'}</td>
            <td className={cell}>{stepWords[step]}</td>
            <FigureCell name="Checks" value={count} format={formatCount} />
            <td className={`${cell} text-end`}>
              <Ago at={lastAt} />
            </td>
          </tr>
        )}
      />
    </Part>
  );
};
