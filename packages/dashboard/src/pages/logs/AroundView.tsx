import { useQuery } from '@tanstack/react-query';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { Exactly } from '../../components/time/Timestamp.tsx';
import { logsAroundQuery } from '../../fetch/explore.ts';
import { LogList } from '../../logs/LogList.tsx';
import { columnsIn } from '../../logs/record-columns.ts';
import { type LogsSearch, placeOf } from './logs-search.ts';

interface Props {
  readonly search: LogsSearch;
  readonly around: string;
  readonly onFilter: (key: string, value: string, negated: boolean) => void;
  readonly onClose: () => void;
}

/** The records before and after one, of the same run or service, whatever was searched for. */
export const AroundView = ({ search, around, onFilter, onClose }: Props) => {
  const query = useQuery(logsAroundQuery(placeOf(search), around));
  return (
    <section aria-label="Lines around a record" className="mt-5">
      <p className="flex min-h-8 flex-wrap items-center gap-3 pb-2">
        <button type="button" className="control" onClick={onClose}>
          Back to search
        </button>
        <span className="text-dim">
          Up to 50 records before and after <Exactly at={around} />, newest first
        </span>
      </p>
      <Awaited query={query} what="The records" loading={<LoadingRows rows={18} height={26} what="the records" />}>
        {(records) =>
          records.length === 0 ? (
            <EmptyNotice title="There is no record any more about that time." />
          ) : (
            <LogList
              items={records}
              query=""
              label="Log records around one"
              hasSource={search.runId === undefined}
              isWrapped={search.wrap === 'on'}
              columns={columnsIn(search.columns)}
              markedAt={around}
              className="h-[calc(100dvh-210px)] min-h-[420px] border-t border-line"
              onFilter={onFilter}
            />
          )
        }
      </Awaited>
    </section>
  );
};
