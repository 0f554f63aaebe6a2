import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { LegalHold } from '@sightglass/model/rest';
import { useState } from 'react';
import { Awaited } from '../../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../../components/answer/Notice.tsx';
import { Field } from '../../../components/form/Field.tsx';
import { Refusal } from '../../../components/form/Refusal.tsx';
import { Part } from '../../../components/page/Part.tsx';
import { HeadRow } from '../../../components/table/HeadRow.tsx';
import { LongTable } from '../../../components/table/LongTable.tsx';
import { cell } from '../../../components/table/table.ts';
import { legalHoldsQuery, placeHold, releaseHold } from '../../../fetch/settings.ts';

/** What retention must not delete, and why. */
export const LegalHolds = () => {
  const holds = useQuery(legalHoldsQuery());
  return (
    <Part title="Legal holds" note="one record on hold keeps its whole day of every pipeline, and of runs its month">
      <Awaited query={holds} what="Legal holds" loading={<LoadingRows rows={2} height={32} what="legal holds" />}>
        {({ items }) =>
          items.length === 0 ? <EmptyNotice title="Nothing is on hold." /> : <HoldTable holds={items} />
        }
      </Awaited>
      <NewHoldForm />
    </Part>
  );
};

const HoldTable = ({ holds }: { readonly holds: readonly LegalHold[] }) => {
  const client = useQueryClient();
  const releasing = useMutation({
    mutationFn: releaseHold,
    onSettled: () => client.invalidateQueries({ queryKey: ['legal-holds'] }),
  });
  return (
    <>
      <LongTable
        caption="Legal holds that stand"
        rows={holds}
        head={<HeadRow columns={[{ name: 'Why', width: 'w-full' }, 'Of', 'Records from', 'to', 'By', 'Release']} />}
        row={(hold, attributes) => (
          <tr key={attributes['data-index']} {...attributes} className="hover:bg-raised">
            <th scope="row" className={`${cell} font-strong wrap-anywhere`}>
              {hold.reason}
            </th>
            <td className={`${cell} max-w-[32ch] truncate`} title={scopeOf(hold)} data-name="Of">
              {scopeOf(hold)}
            </td>
            <td className={`${cell} whitespace-nowrap`} data-name="Records from">
              {hold.from.slice(0, 10)}
            </td>
            <td className={`${cell} whitespace-nowrap`} data-name="to">
              {hold.to?.slice(0, 10) ?? 'no end'}
            </td>
            <td className={`${cell} max-w-[24ch] truncate`} title={hold.createdBy} data-name="By">
              {hold.createdBy}
            </td>
            <td className={cell}>
              <button
                type="button"
                className="control"
                disabled={releasing.isPending}
                onClick={() => releasing.mutate(hold.id)}
              >
                Release
              </button>
            </td>
          </tr>
        )}
      />
      <Refusal error={releasing.error} />
    </>
  );
};

const scopeOf = ({ namespace, pipeline }: LegalHold): string => {
  if (pipeline !== null) return namespace === null ? pipeline : `${namespace}/${pipeline}`;
  return namespace === null ? 'everything' : `all of ${namespace}`;
};

const nothingTyped = { reason: '', namespace: '', pipeline: '', from: '', to: '' };

const NewHoldForm = () => {
  const client = useQueryClient();
  const [hold, setHold] = useState(nothingTyped);
  const change = (part: Partial<typeof nothingTyped>) => setHold((before) => ({ ...before, ...part }));
  const placing = useMutation({
    mutationFn: () =>
      placeHold({
        reason: hold.reason,
        namespace: hold.namespace === '' ? null : hold.namespace,
        pipeline: hold.pipeline === '' ? null : hold.pipeline,
        from: `${hold.from}T00:00:00Z`,
        to: hold.to === '' ? null : `${hold.to}T23:59:59Z`,
      }),
    onSuccess: () => {
      setHold(nothingTyped);
      return client.invalidateQueries({ queryKey: ['legal-holds'] });
    },
  });
  return (
    <form
      className="mt-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!placing.isPending) placing.mutate();
      }}
    >
      <div className="flex flex-wrap items-end gap-4">
        <Field label="Why" required maxLength={500} value={hold.reason} onText={(reason) => change({ reason })} />
        <Field
          label="Namespace"
          note="empty: all"
          value={hold.namespace}
          onText={(namespace) => change({ namespace })}
        />
        <Field label="Pipeline" note="empty: all" value={hold.pipeline} onText={(pipeline) => change({ pipeline })} />
        <Field label="Records from" type="date" required value={hold.from} onText={(from) => change({ from })} />
        <Field label="to" note="empty: no end" type="date" value={hold.to} onText={(to) => change({ to })} />
        <button type="submit" className="control" disabled={placing.isPending}>
          Put on hold
        </button>
      </div>
      <Refusal error={placing.error} />
    </form>
  );
};
