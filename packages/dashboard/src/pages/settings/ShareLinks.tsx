import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { Refusal } from '../../components/form/Refusal.tsx';
import { Part } from '../../components/page/Part.tsx';
import { HeadRow } from '../../components/table/HeadRow.tsx';
import { LongTable } from '../../components/table/LongTable.tsx';
import { cell } from '../../components/table/table.ts';
import { Ago, Timestamp } from '../../components/time/Timestamp.tsx';
import { revokeShareLink, shareLinksQuery } from '../../fetch/settings.ts';

/** Links that show one run to whoever has them. */
export const ShareLinks = ({ mayManage }: { readonly mayManage: boolean }) => {
  const client = useQueryClient();
  const links = useQuery(shareLinksQuery(mayManage ? 'everybody' : 'me'));
  const revoking = useMutation({
    mutationFn: revokeShareLink,
    onSettled: () => client.invalidateQueries({ queryKey: ['share-links'] }),
  });
  return (
    <Part title={mayManage ? 'Links to runs of everybody' : 'Your links to runs'} note="made on the page of a run">
      <Awaited query={links} what="The links" loading={<LoadingRows rows={2} height={32} what="the links" />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyNotice title="No run is shared." />
          ) : (
            <LongTable
              caption="Links that work, newest first"
              rows={items}
              head={
                <HeadRow columns={[{ name: 'Run', width: 'w-full' }, 'By', 'Last opened', 'Works until', 'Revoke']} />
              }
              row={({ id, namespace, pipeline, runId, personName, lastOpenedAt, expiresAt }, attributes) => (
                <tr key={id} {...attributes} className="hover:bg-raised">
                  <th
                    scope="row"
                    className={`${cell} max-w-0 min-w-[18ch] truncate font-strong max-sm:max-w-full`}
                    title={runId}
                  >
                    {namespace} / {pipeline} <span className="font-mono font-normal text-second">{runId}</span>
                  </th>
                  <td className={cell}>{personName}</td>
                  <td className={cell}>
                    {lastOpenedAt === null ? <span className="text-dim">never</span> : <Ago at={lastOpenedAt} />}
                  </td>
                  <td className={cell}>
                    <Timestamp at={expiresAt} />
                  </td>
                  <td className={cell}>
                    <button
                      type="button"
                      className="link"
                      disabled={revoking.isPending}
                      onClick={() => revoking.mutate(id)}
                      aria-label={`Revoke the link to run ${runId}`}
                    >
                      Revoke
                    </button>
                  </td>
                </tr>
              )}
            />
          )
        }
      </Awaited>
      <Refusal error={revoking.error} />
    </Part>
  );
};
