import type { DatabaseTransactions } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { databaseStatementsQuery, databaseTransactionsQuery, mostStatements } from '../../../fetch/queries.ts';
import { Awaited } from '../../../components/answer/Awaited.tsx';
import { Facts } from '../../../components/page/Facts.tsx';
import { EmptyNotice, LoadingRows } from '../../../components/answer/Notice.tsx';
import { formatDuration } from '../../../format/duration.ts';
import { formatCount, formatShare } from '../../../format/number.ts';
import { Part } from '../../../components/page/Part.tsx';
import type { TimeRange } from '../../../url/time-range.ts';
import { StatementTable } from './StatementTable.tsx';

/** Statements and transactions of observed programs over the chosen time. */
export const Work = ({ name, range }: { readonly name: string; readonly range: TimeRange }) => {
  const statements = useQuery(databaseStatementsQuery(name, range));
  const transactions = useQuery(databaseTransactionsQuery(name, range));
  const isCut = statements.data?.items.length === mostStatements;
  const which = isCut ? `the ${mostStatements} that took the most time in total` : 'by their time in total';
  return (
    <>
      <Part title="Statements" note={`of observed programs in that time, ${which}`}>
        <Awaited
          query={statements}
          what="The statements"
          loading={<LoadingRows rows={4} height={32} what="statements" />}
        >
          {({ items }) => (items.length === 0 ? <NothingObserved /> : <StatementTable statements={items} />)}
        </Awaited>
      </Part>
      {transactions.data === undefined || transactions.data.outcomes.length === 0 ? null : (
        <Transactions transactions={transactions.data} />
      )}
    </>
  );
};

const NothingObserved = () => (
  <EmptyNotice title="No observed program used this database in that time.">
    instrumentPg() and instrumentMssql() of the SDK report statements, transactions and pools. They are matched by host,
    port and database as the program names them.
  </EmptyNotice>
);

const Transactions = ({ transactions }: { transactions: DatabaseTransactions }) => {
  const { committed, rolledBack, outcomes } = transactions;
  const most = (of: (outcome: DatabaseTransactions['outcomes'][number]) => number) => Math.max(0, ...outcomes.map(of));
  return (
    <Part title="Transactions" note="of observed programs in that time">
      <Facts
        facts={[
          { name: 'Committed', value: formatCount(committed), note: formatShare(committed / (committed + rolledBack)) },
          {
            name: 'Rolled back',
            value: <span className={rolledBack === 0 ? '' : 'text-warn'}>{formatCount(rolledBack)}</span>,
          },
          ...outcomes
            .filter(({ outcome }) => outcome === 'rolled-back')
            .map(({ reason, errorClass, transactions: count }) => ({
              name: `Rolled back: ${[reason, errorClass].filter(Boolean).join(', ')}`,
              value: formatCount(count),
            })),
          { name: 'Longest', value: formatDuration(most(({ longestMs }) => longestMs)) },
          { name: 'Longest idle', value: formatDuration(most(({ longestIdleMs }) => longestIdleMs)) },
        ]}
      />
    </Part>
  );
};
