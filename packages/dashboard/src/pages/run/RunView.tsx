import { ledgerEquation } from '@sightglass/model';
import type { RunDetail } from '@sightglass/model/rest';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { ReadsAndWrites } from '../../components/dataset/UsedDatasets.tsx';
import { runDatasetsQuery } from '../../fetch/datasets.ts';
import type { LeakKind } from '../../pipe/draw/measure.ts';
import { Pipe } from '../../pipe/Pipe.tsx';
import { asOneStage } from '../../pipe/plan/whole-run.ts';
import { CostTable } from './stages/CostTable.tsx';
import { FailurePanel } from './FailurePanel.tsx';
import { LedgerTable } from './stages/LedgerTable.tsx';
import { LastGood } from './parts/LastGood.tsx';
import { RunApis } from './parts/RunApis.tsx';
import { RunChecks } from './parts/RunChecks.tsx';
import { RunDatabases } from './parts/RunDatabases.tsx';
import { RunFacts } from './RunFacts.tsx';
import { RunHead } from './RunHead.tsx';
import { RunLogs } from './RunLogs.tsx';
import { RunTrace } from './RunTrace.tsx';
import { readRunSearch } from '../../url/run-search.ts';
import { foldStages } from './stages/fold-stages.ts';
import { StageFold } from './stages/StageFold.tsx';
import { stageRows } from './stages/stage-rows.ts';

/** `isShared`: by a link, which shows no other run and no trace. */
export const RunView = ({ run, isShared = false }: { run: RunDetail; isShared?: boolean }) => {
  const { stage, leak, span } = readRunSearch(useSearch({ strict: false }));
  const drawn = useMemo(() => asOneStage(run), [run]);
  const navigate = useNavigate();
  const go = (next: { stage?: string; leak?: LeakKind; span?: string }) =>
    void navigate({ to: '.', search: next, hash: true, resetScroll: false });
  const keepSpan = span === undefined ? {} : { span };
  const choose = (stageId: string, kind: LeakKind | null = null) => {
    if (!run.stages.some((each) => each.stageId === stageId)) return;
    const isSame = stage === stageId && leak === (kind ?? undefined);
    go(isSame ? keepSpan : { ...keepSpan, stage: stageId, ...(kind === null ? {} : { leak: kind }) });
  };
  return (
    <>
      <RunHead run={run} isShared={isShared} />
      <RunFacts run={run} />
      <section aria-label="Rows" className="mt-8">
        <Pipe run={drawn} chosen={stage ?? null} rest={ledgerEquation(run)} onChoose={choose} />
      </section>
      <FailurePanel run={run} />
      {isShared ? null : <LastGood run={run} />}
      <RunChecks run={run} />
      <RunApis run={run} />
      <RunDatabases run={run} />
      <RunDatasets run={run} />
      <Details run={run} drawn={drawn} stage={stage} leak={leak} onChoose={choose} onClear={() => go(keepSpan)} />
      {isShared ? null : (
        <RunTrace
          run={run}
          span={span}
          onSpan={(spanId) =>
            go({
              ...(stage === undefined ? {} : { stage }),
              ...(leak === undefined ? {} : { leak }),
              ...(spanId === null ? {} : { span: spanId }),
            })
          }
        />
      )}
    </>
  );
};

/** What it read and wrote; nothing of a run that did not start. */
const RunDatasets = ({ run }: { run: RunDetail }) => {
  const { data } = useQuery({ ...runDatasetsQuery(run), enabled: run.state !== 'missed' });
  return <ReadsAndWrites used={data} />;
};

interface DetailsProps {
  readonly run: RunDetail;
  /** With its stages as the pipe shows them. */
  readonly drawn: RunDetail;
  readonly stage: string | undefined;
  readonly leak: LeakKind | undefined;
  readonly onChoose: (stageId: string) => void;
  readonly onClear: () => void;
}

/** The ledger and the costs of each stage, and beside them the logs. */
const Details = ({ run, drawn, stage, leak, onChoose, onClear }: DetailsProps) => {
  const all = useMemo(() => stageRows(run), [run]);
  const folded = useMemo(() => foldStages(all, run, stage), [all, run, stage]);
  const [isWhole, setWhole] = useState(false);
  const rows = isWhole ? all : (folded ?? all);
  return (
    <div className="mt-10 grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,8fr)_minmax(0,7fr)]">
      <div className="min-w-0">
        <h2 className="flex min-h-8 items-center text-name">Row ledger</h2>
        {folded === null ? null : (
          <StageFold shown={folded.length} all={all.length} isWhole={isWhole} onTurn={() => setWhole(!isWhole)} />
        )}
        <LedgerTable run={drawn} rows={rows} chosen={stage} onChoose={onChoose} />
        {rows.length === 0 ? null : (
          <>
            <h2 className="mt-8 pb-1 text-name">Time and resources</h2>
            <CostTable run={run} rows={rows} chosen={stage} onChoose={onChoose} />
          </>
        )}
      </div>
      <section aria-label="Logs" className="relative min-w-0 lg:min-h-[300px]">
        <div className="flex flex-col lg:absolute lg:inset-0">
          <RunLogs run={run} stage={stage} leak={leak} onClear={onClear} />
        </div>
      </section>
    </div>
  );
};
