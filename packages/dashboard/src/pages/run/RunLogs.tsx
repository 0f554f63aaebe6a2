import { databaseEvents, events } from '@sightglass/model';
import type { LogPage, RunDetail, Stage } from '@sightglass/model/rest';
import { useInfiniteQuery, type InfiniteData, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { logsQuery } from '../../fetch/queries.ts';
import { EmptyNotice, ErrorNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { useShownError } from '../../components/answer/use-shown-error.ts';
import { countOf } from '../../format/number.ts';
import { LogList } from '../../logs/LogList.tsx';
import type { LeakKind } from '../../pipe/draw/measure.ts';
import { writeTerm } from '../../logs/query-terms.ts';
import { reasonsOf } from '../../pipe/reading.ts';
import { logsOf } from './logs-of-run.ts';

interface Props {
  readonly run: RunDetail;
  readonly stage: string | undefined;
  readonly leak: LeakKind | undefined;
  readonly onClear: () => void;
}

/** Events that repeat while a run goes on and add nothing to what the page shows. */
const chatter = [events.runHeartbeat.name, events.stageProgress.name, databaseEvents.statementsCounted.name];
const withoutChatter = chatter.map((text) => writeTerm({ negated: true, key: 'event', text })).join(' ');

/** The logs of the run, or of the chosen stage; for rows it rejected its warnings, where programs name such rows. */
export const RunLogs = ({ run, stage, leak, onClear }: Props) => {
  const [isTrouble, setTrouble] = useState(false);
  const [hasChatter, setChatter] = useState(false);
  const severity = isTrouble || leak === 'rejected' ? 'WARN+' : undefined;
  const filter = {
    ...logsOf(run),
    ...(stage === undefined ? {} : { stageId: stage }),
    ...(severity === undefined ? {} : { severity }),
    ...(hasChatter || severity !== undefined ? {} : { q: withoutChatter }),
  };
  const logs = useInfiniteQuery(logsQuery(filter, run.state === 'running'));
  const chosen = run.stages.find(({ stageId }) => stageId === stage);
  return (
    <>
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2 pb-2">
        <h2 className="text-name">{titleOf(chosen, leak)}</h2>
        {stage === undefined ? null : (
          <button type="button" className="control" onClick={onClear}>
            Show the whole run
          </button>
        )}
        <Toggle isOn={severity !== undefined} onPress={() => setTrouble(!isTrouble)}>
          Warnings and worse
        </Toggle>
        {severity !== undefined ? null : (
          <Toggle isOn={hasChatter} onPress={() => setChatter(!hasChatter)} title="They repeat while a run goes on">
            Heartbeats and progress
          </Toggle>
        )}
        <Link
          to="/logs"
          search={{
            ...logsOf(run),
            ...(chosen === undefined ? {} : { stage: chosen.name }),
            ...(severity === undefined ? {} : { severity }),
          }}
          className="link ml-auto"
        >
          Search in these
        </Link>
      </div>
      {leak === 'rejected' && chosen !== undefined ? (
        <p className="pb-2 text-bad">{reasonsOf(chosen.rejectedByReason, 12)}</p>
      ) : null}
      {run.thinnedLogs === undefined || run.thinnedLogs === 0 ? null : (
        <p className="pb-2">
          {countOf(run.thinnedLogs, 'log record')} left out: they came faster than they could be sent. All of WARN and
          above are kept.
        </p>
      )}
      <Records logs={logs} isTrouble={isTrouble} leak={leak} isRunning={run.state === 'running'} />
    </>
  );
};

const titleOf = (stage: Stage | undefined, leak: LeakKind | undefined): string => {
  if (stage === undefined) return 'Logs';
  return leak === 'rejected' ? `Rows rejected at ${stage.name}` : `Logs of ${stage.name}`;
};

interface ToggleProps {
  readonly isOn: boolean;
  readonly onPress: () => void;
  readonly title?: string;
  readonly children: React.ReactNode;
}

const Toggle = ({ isOn, onPress, title, children }: ToggleProps) => (
  <button type="button" className="control" aria-pressed={isOn} title={title} onClick={onPress}>
    {children}
  </button>
);

interface RecordsProps {
  readonly logs: UseInfiniteQueryResult<InfiniteData<LogPage>>;
  readonly isTrouble: boolean;
  readonly leak: LeakKind | undefined;
  readonly isRunning: boolean;
}

const Records = ({ logs, isTrouble, leak, isRunning }: RecordsProps) => {
  const error = useShownError(logs);
  const items = logs.data?.pages.flatMap((page) => page.items);
  if (items === undefined) {
    if (error !== null) return <ErrorNotice what="The logs" error={error} retry={() => void logs.refetch()} />;
    return <LoadingRows rows={8} height={26} what="the logs" />;
  }
  if (items.length === 0) {
    return (
      <EmptyNotice title={`No ${isTrouble ? 'warnings or errors' : 'log records'} here.`}>
        {leak === 'rejected'
          ? 'The stage counted rejected rows but logged no warning about them.'
          : isTrouble
            ? 'That is good news.'
            : isRunning
              ? 'Records appear here as soon as the program writes some.'
              : 'None came from this run.'}
      </EmptyNotice>
    );
  }
  return (
    <LogList
      items={items}
      query=""
      label={countOf(items.length, 'log record')}
      hasSource={false}
      className="border-t border-line max-lg:max-h-[420px] lg:min-h-0"
      onEnd={() => {
        if (logs.hasNextPage && !logs.isFetchingNextPage) void logs.fetchNextPage();
      }}
    />
  );
};
