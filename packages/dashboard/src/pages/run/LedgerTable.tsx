import { leakColumns } from '@sightglass/model';
import type { RunDetail, Stage } from '@sightglass/model/api';
import { StateGlyph } from '../../components/StateGlyph.tsx';
import { cell, figureCell, headCell, headFigure, tableClass } from '../../components/table.ts';
import { formatCount } from '../../format/number.ts';
import { planPipe } from '../../pipe/plan.ts';
import { beforeReading, insideReading } from '../../pipe/reading.ts';
import { leakTones } from '../../pipe/tones.ts';
import { shownState } from '../../words/state-words.ts';
import { stageRows } from './stage-rows.ts';

interface Props {
  readonly run: RunDetail;
  readonly chosen: string | undefined;
  readonly onChoose: (stageId: string) => void;
}

/** The row ledger: what each stage read, and where every row went. Columns without a single row are left out. */
export const LedgerTable = ({ run, chosen, onChoose }: Props) => {
  const leaks = leakColumns.filter((kind) => run.stages.some(({ rows }) => rows[kind] > 0));
  const usualRows = new Map(run.usual?.stages.map(({ name, rowsWritten }) => [name, rowsWritten]));
  const isWhole = run.state === 'succeeded';
  const hasGaps = run.ledger.gaps.length > 0;
  return (
    <div className="overflow-x-auto">
      <table className={tableClass}>
        <caption className="sr-only">Row ledger</caption>
        <thead>
          <tr>
            <th className={headCell}>Stage</th>
            <th className={headFigure}>Read</th>
            <th className={headFigure}>Written</th>
            {run.usual === null ? null : <th className={headFigure}>Usually</th>}
            {leaks.map((kind) => (
              <th key={kind} className={`${headFigure} first-letter:uppercase`}>
                {kind}
              </th>
            ))}
            {hasGaps ? <th className={headFigure}>{isWhole ? 'Unexplained' : 'In hand'}</th> : null}
          </tr>
        </thead>
        <tbody>
          {stageRows(run).map(({ stage, depth }) => (
            <tr key={stage.stageId} className={chosen === stage.stageId ? 'bg-raised' : 'hover:bg-raised'}>
              <th scope="row" className={cell}>
                <StageName stage={stage} depth={depth} isChosen={chosen === stage.stageId} onChoose={onChoose} />
              </th>
              <Figure value={stage.rows.read} />
              <Figure value={stage.rows.written} />
              {run.usual === null ? null : <Usual rows={usualRows.get(stage.name)} />}
              {leaks.map((kind) => (
                <Figure key={kind} value={stage.rows[kind]} tone={leakTones[kind]} />
              ))}
              {hasGaps ? <Figure value={gapOf(run, stage)} tone={isWhole ? 'warn' : 'aside'} /> : null}
            </tr>
          ))}
        </tbody>
        <tfoot className="[&_td]:border-0">
          <tr>
            <th scope="row" className="h-8 pr-6 text-dim">
              Whole run
            </th>
            <Figure value={run.rows.read} />
            <Figure value={run.rows.written} />
            {run.usual === null ? null : <Usual rows={run.usual.rowsWritten} />}
            {leaks.map((kind) => (
              <Figure key={kind} value={run.rows[kind]} tone={leakTones[kind]} />
            ))}
            {hasGaps ? <Figure value={run.rowsDifference} tone={isWhole ? 'warn' : 'aside'} /> : null}
          </tr>
        </tfoot>
      </table>
      <Gaps run={run} />
    </div>
  );
};

const gapOf = (run: RunDetail, stage: Stage): number =>
  run.ledger.gaps.filter(({ stageId }) => stageId === stage.stageId).reduce((sum, gap) => sum + gap.difference, 0);

interface StageNameProps {
  readonly stage: Stage;
  readonly depth: number;
  readonly isChosen: boolean;
  readonly onChoose: (stageId: string) => void;
}

export const StageName = ({ stage, depth, isChosen, onChoose }: StageNameProps) => (
  <button
    type="button"
    aria-pressed={isChosen}
    data-row
    onClick={() => onChoose(stage.stageId)}
    style={{ paddingInlineStart: depth * 16 }}
    className="flex max-w-[36ch] items-center gap-2 hover:underline aria-pressed:text-fluid"
    title={stage.name}
  >
    <StateGlyph state={shownState(stage)} said />
    <span className="truncate">{stage.name}</span>
  </button>
);

const Figure = ({ value, tone }: { value: number; tone?: string }) => (
  <td className={`${figureCell} ${value !== 0 && tone !== undefined ? `tone tone-${tone}` : ''}`}>
    {value === 0 ? <span className="text-dim">0</span> : formatCount(value)}
  </td>
);

const Usual = ({ rows }: { rows: number | undefined }) => (
  <td className={`${figureCell} text-dim`}>{rows === undefined ? '–' : formatCount(rows)}</td>
);

/** Each gap in a sentence; what was merely in hand is told calmly. */
const Gaps = ({ run }: { run: RunDetail }) => {
  const { sections } = planPipe(run);
  const before = sections.filter(({ gapBefore }) => gapBefore !== 0);
  const inside = sections.filter(({ gapInside }) => gapInside !== 0);
  const sentences = [
    ...before.map((planned) => ({ words: beforeReading(planned), isCalm: planned.isInHandBefore })),
    ...inside.map((planned) => ({ words: insideReading(planned), isCalm: planned.isInHandInside })),
  ];
  return sentences.length === 0 ? null : (
    <ul className="mt-3 border-l-2 border-line pl-4">
      {sentences.map(({ words, isCalm }) => (
        <li key={words} className={isCalm ? 'text-dim' : 'text-warn'}>
          {words}.
        </li>
      ))}
    </ul>
  );
};
