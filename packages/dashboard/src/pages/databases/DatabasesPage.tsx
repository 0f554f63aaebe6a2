import { useQuery } from '@tanstack/react-query';
import { databasesQuery } from '../../fetch/queries.ts';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { useShownError } from '../../components/answer/use-shown-error.ts';
import { useSentence } from '../../words/use-sentence.ts';
import { DatabaseTable } from './DatabaseTable.tsx';
import { NoDatabases } from './NoDatabases.tsx';

export const DatabasesPage = () => {
  const query = useQuery(databasesQuery());
  const error = useShownError(query);
  const items = query.data?.items ?? [];
  const sentence = useSentence(query.data?.sentenceParts ?? []);
  if (query.data !== undefined && items.length === 0) return <NoDatabases />;
  return (
    <>
      <PageHead
        tab="Databases"
        title={
          sentence || (
            <span className="text-dim">
              {error === null ? 'Reading the databases …' : 'The databases could not be read.'}
            </span>
          )
        }
      />
      <Awaited query={query} what="The databases" loading={<LoadingRows rows={3} height={73} what="the databases" />}>
        {(list) => <DatabaseTable databases={list.items.toSorted((a, b) => a.urgency - b.urgency)} />}
      </Awaited>
    </>
  );
};
