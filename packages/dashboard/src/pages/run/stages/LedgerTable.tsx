import {
  leakColumns,
  nothingUnexplained,
  openRowsOf,
  rowsCalled,
  sumUnexplained,
  type Unexplained,
} from '@sightglass/model';
import type { RunDetail } from '@sightglass/model/rest';
import { useMemo } from 'react';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { headCell, headFigure } from '../../../components/table/table.ts';
import { formatCount } from '../../../format/number.ts';
import { cutShortStages } from '../../../pipe/plan/cut-short.ts';
import { outlinePipe } from '../../../pipe/plan/plan.ts';
import type { StageNode } from '../../../pipe/plan/stage-tree.ts';
import { leakTones } from '../../../pipe/draw/tones.ts';
import { sentenceCase } from '../../../words/sentence-case.ts';
import { usualWord } from '../../../words/usual.ts';
import { LedgerGaps } from './LedgerGaps.tsx';
import { StageTable } from './StageTable.tsx';

interface Props {
  readonly run: RunDetail;
  readonly rows: readonly StageNode[];
  readonly chosen: string | undefined;
  readonly onChoose: (stageId: string) => void;
}

/** The row ledger: what each stage read, and where every row went. Columns without a single row are left out. */
export const LedgerTable = ({ run, rows, chosen, onChoose }: Props) => {
  const leaks = leakColumns.filter((kind) => run.stages.some((stage) => stage.rows[kind] > 0));
  const usualRows = new Map(run.usual?.stages.map(({ name, rowsWritten }) => [name, rowsWritten]));
  const usualHead = sentenceCase(usualWord(run.usual));
  const gaps = gapsByStage(run);
  const openWords = openRowsOf(run).map(({ word }) => word);
  const calm = useMemo(() => cutShortStages(outlinePipe(run)), [run]);
  const isCalmRun = run.state === 'running' || run.ledger.gaps.every(({ stageId }) => calm.has(stageId));
  const figures = (counts: RunDetail['rows'], usual: number | undefined, unexplained: Unexplained, isCalm: boolean) => (
    <>
      <FigureCell name="Read" value={counts.read} format={formatCount} />
      <FigureCell name="Written" value={counts.written} format={formatCount} />
      {run.usual === null ? null : <FigureCell name={usualHead} value={usual} format={formatCount} loud="text-dim" />}
      {leaks.map((kind) => (
        <FigureCell
          key={kind}
          name={sentenceCase(kind)}
          value={counts[kind]}
          format={formatCount}
          loud={`tone tone-${leakTones[kind]}`}
        />
      ))}
      {openWords.map((word) => (
        <FigureCell
          key={word}
          name={sentenceCase(word)}
          value={rowsCalled(word, { state: run.state, unexplained })}
          format={formatCount}
          loud={`tone tone-${isCalm ? 'aside' : 'warn'}`}
        />
      ))}
    </>
  );
  return (
    <>
      <StageTable
        caption="Row ledger"
        rows={rows}
        chosen={chosen}
        onChoose={onChoose}
        head={
          <tr>
            <th className={headCell}>Stage</th>
            <th className={headFigure}>Read</th>
            <th className={headFigure}>Written</th>
            {run.usual === null ? null : <th className={headFigure}>{usualHead}</th>}
            {leaks.map((kind) => (
              <th key={kind} className={headFigure}>
                {sentenceCase(kind)}
              </th>
            ))}
            {openWords.map((word) => (
              <th key={word} className={headFigure}>
                {sentenceCase(word)}
              </th>
            ))}
          </tr>
        }
        cells={(stage) =>
          figures(
            stage.rows,
            usualRows.get(stage.name),
            gaps.get(stage.stageId) ?? nothingUnexplained,
            run.state === 'running' || calm.has(stage.stageId),
          )
        }
        foot={
          <tr className="[&_td]:border-0">
            <th scope="row" className="h-8 pr-6 text-dim">
              Whole run
            </th>
            {figures(run.rows, run.usual?.rowsWritten, run.unexplained, isCalmRun)}
          </tr>
        }
      />
      <LedgerGaps run={run} />
    </>
  );
};

const gapsByStage = ({ ledger }: RunDetail): ReadonlyMap<string, Unexplained> =>
  new Map([...Map.groupBy(ledger.gaps, ({ stageId }) => stageId)].map(([id, gaps]) => [id, sumUnexplained(gaps)]));
