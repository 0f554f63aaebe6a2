import type { RunDetail } from '@sightglass/model/rest';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { logsQuery } from '../../fetch/queries.ts';
import { EmptyNotice, ErrorNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { useShownError } from '../../components/answer/use-shown-error.ts';
import { countOf } from '../../format/number.ts';
import { LogList } from '../../logs/LogList.tsx';
import type { LeakKind } from '../../pipe/draw/measure.ts';
import { withoutChatter } from '../../logs/lifecycle-chatter.ts';
import { reasonsOf } from '../../pipe/reading.ts';

interface Props {
  readonly run: RunDetail;
  readonly stage: string | undefined;
  readonly leak: LeakKind | undefined;
  readonly onClear: () => void;
}

/** The logs of the run, or of the chosen stage; for rows it rejected, what it warned of, which is where programs name such rows. */
export const RunLogs = ({ run, stage, leak, onClear }: Props) => {
  const [isTrouble, setTrouble] = useState(false);
  const [hasChatter, setChatter] = useState(false);
  const isRunning = run.state === 'running';
  const severity = isTrouble || leak === 'rejected' ? 'WARN+' : undefined;
  const filter = {
    runId: run.runId,
    ...(stage === undefined ? {} : { stageId: stage }),
    ...(severity === undefined ? {} : { severity }),
    ...(hasChatter || severity !== undefined ? {} : { q: withoutChatter }),
  };
  const logs = useInfiniteQuery(logsQuery(filter, isRunning));
  const error = useShownError(logs);
  const items = logs.data?.pages.flatMap((page) => page.items);
  const chosen = run.stages.find(({ stageId }) => stageId === stage);
  const name = chosen?.name;
  const more = () => {
    if (logs.hasNextPage && !logs.isFetchingNextPage) void logs.fetchNextPage();
  };
  return (
    <>
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2 pb-2">
        <h2 className="text-name">
          {leak === 'rejected' ? `Rows rejected at ${name}` : name === undefined ? 'Logs' : `Logs of ${name}`}
        </h2>
        {stage === undefined ? null : (
          <button type="button" className="control" onClick={onClear}>
            Show the whole run
          </button>
        )}
        <button
          type="button"
          className="control"
          aria-pressed={severity !== undefined}
          onClick={() => setTrouble(!isTrouble)}
        >
          Warnings and worse
        </button>
        {severity !== undefined ? null : (
          <button
            type="button"
            className="control"
            aria-pressed={hasChatter}
            title="Heartbeats and progress, which repeat while a run goes on"
            onClick={() => setChatter(!hasChatter)}
          >
            Heartbeats and progress
          </button>
        )}
        <Link
          to="/logs"
          search={{
            runId: run.runId,
            ...(name === undefined ? {} : { stage: name }),
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
      {error !== null && items === undefined ? (
        <ErrorNotice what="The logs" error={error} retry={() => void logs.refetch()} />
      ) : null}
      {logs.isPending && error === null ? <LoadingRows rows={8} height={26} what="the logs" /> : null}
      {items?.length === 0 ? (
        <EmptyNotice title={`No ${isTrouble ? 'warnings or errors' : 'log records'} here.`}>
          {leak === 'rejected'
            ? 'The stage counted rejected rows but warned of none of them.'
            : isTrouble
              ? 'That is good news.'
              : 'Records show here as soon as the program writes some.'}
        </EmptyNotice>
      ) : null}
      {items === undefined || items.length === 0 ? null : (
        <LogList
          items={items}
          query=""
          label={countOf(items.length, 'log record')}
          hasSource={false}
          className="border-t border-line max-lg:max-h-[420px] lg:min-h-0"
          onEnd={more}
        />
      )}
    </>
  );
};
