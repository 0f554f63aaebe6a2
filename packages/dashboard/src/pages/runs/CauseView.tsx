import { useQuery } from '@tanstack/react-query';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { runCausesQuery } from '../../fetch/run-list.ts';
import type { TimeRange } from '../../url/time-range.ts';
import { CauseTable } from './CauseTable.tsx';
import { filterIn, type RunsSearch } from './runs-search.ts';

/** What made runs fail, each kind of error once. */
export const CauseView = ({ search, range }: { search: RunsSearch; range: TimeRange }) => (
  <Awaited
    query={useQuery(runCausesQuery(filterIn(search), range))}
    what="The errors"
    loading={<LoadingRows rows={6} height={48} what="the errors" />}
  >
    {({ items, isWhole }) =>
      items.length === 0 ? (
        <EmptyNotice title="No run that is meant failed, was stopped, fell silent or was missed.">
          There is nothing to group in this time.
        </EmptyNotice>
      ) : (
        <>
          <CauseTable causes={items} search={search} />
          {isWhole ? null : (
            <p className="mt-2 text-dim">
              Only the latest 5,000 different errors are grouped; narrow the time to see older ones.
            </p>
          )}
        </>
      )
    }
  </Awaited>
);
