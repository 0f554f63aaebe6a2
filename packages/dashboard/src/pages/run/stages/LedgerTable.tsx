import {
  type KnownCounts,
  knownCounts,
  leakColumns,
  nothingUnexplained,
  openRowsOf,
  rowsCalled,
  sentenceCase,
  sumUnexplained,
  type Unexplained,
  usualWord,
} from '@sightglass/model';
import type { RunDetail } from '@sightglass/model/rest';
import { useMemo } from 'react';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { figureColumns, HeadRow } from '../../../components/table/HeadRow.tsx';
import { formatCount } from '../../../format/number.ts';
import { cutShortStages } from '../../../pipe/plan/cut-short.ts';
import { outlinePipe } from '../../../pipe/plan/plan.ts';
import type { StageNode } from '../../../pipe/plan/stage-tree.ts';
import { leakTones } from '../../../pipe/draw/tones.ts';
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
  const columns = ledgerColumns(run);
  const usualRows = new Map(run.usual?.stages.map(({ name, rowsWritten }) => [name, rowsWritten]));
  const gaps = gapsByStage(run);
  const calm = useMemo(() => cutShortStages(outlinePipe(run)), [run]);
  const isCalmRun = run.state === 'running' || run.ledger.gaps.every(({ stageId }) => calm.has(stageId));
  return (
    <>
      <StageTable
        caption="Row ledger"
        rows={rows}
        chosen={chosen}
        onChoose={onChoose}
        head={<HeadRow columns={['Stage', ...figureColumns(...columns.map(({ name }) => name))]} />}
        cells={(stage) => (
          <Figures
            columns={columns}
            rows={stage.rows}
            known={knownCounts(stage)}
            usual={usualRows.get(stage.name)}
            unexplained={gaps.get(stage.stageId) ?? nothingUnexplained}
            isCalm={run.state === 'running' || calm.has(stage.stageId)}
          />
        )}
        foot={
          <tr className="[&_td]:border-0">
            <th scope="row" className="h-8 pr-6 text-dim">
              Whole run
            </th>
            <Figures
              columns={columns}
              rows={run.rows}
              known={knownCounts(run)}
              usual={run.usual?.rowsWritten}
              unexplained={run.unexplained}
              isCalm={isCalmRun}
            />
          </tr>
        }
      />
      <LedgerGaps run={run} />
    </>
  );
};

interface Counts {
  readonly rows: RunDetail['rows'];
  readonly known: KnownCounts;
  readonly usual: number | undefined;
  readonly unexplained: Unexplained;
  /** The reason of missing rows is known: the run goes on, or was cut short. */
  readonly isCalm: boolean;
}

interface LedgerColumn {
  readonly name: string;
  readonly valueOf: (counts: Counts) => number | null | undefined;
  readonly classOf: (counts: Counts) => string;
}

/** That none are usual is no reading where rows are not counted at all. */
const usualOf = ({ usual, known }: Counts): number | null | undefined =>
  usual === 0 && known.read === null && known.written === null ? null : usual;

const ledgerColumns = (run: RunDetail): LedgerColumn[] => [
  { name: 'Read', valueOf: ({ known }) => known.read, classOf: plain },
  { name: 'Written', valueOf: ({ known }) => known.written, classOf: plain },
  ...(run.usual === null || run.usual.rejectedShare === null
    ? []
    : [{ name: sentenceCase(usualWord(run.usual)), valueOf: usualOf, classOf: () => 'text-dim' }]),
  ...leakColumns
    .filter((kind) => run.stages.some((stage) => stage.rows[kind] > 0))
    .map((kind) => ({
      name: sentenceCase(kind),
      valueOf: ({ rows }: Counts) => rows[kind],
      classOf: () => `tone tone-${leakTones[kind]}`,
    })),
  ...openRowsOf(run).map(({ word }) => ({
    name: sentenceCase(word),
    valueOf: ({ unexplained }: Counts) => rowsCalled(word, { state: run.state, unexplained }),
    classOf: ({ isCalm }: Counts) => `tone tone-${isCalm ? 'aside' : 'warn'}`,
  })),
];

const plain = (): string => '';

const Figures = ({ columns, ...counts }: Counts & { readonly columns: readonly LedgerColumn[] }) =>
  columns.map(({ name, valueOf, classOf }) => (
    <FigureCell key={name} name={name} value={valueOf(counts)} format={formatCount} loud={classOf(counts)} />
  ));

const gapsByStage = ({ ledger }: RunDetail): ReadonlyMap<string, Unexplained> =>
  new Map([...Map.groupBy(ledger.gaps, ({ stageId }) => stageId)].map(([id, gaps]) => [id, sumUnexplained(gaps)]));
