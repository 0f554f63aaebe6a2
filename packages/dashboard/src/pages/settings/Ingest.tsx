import { refusalReasons } from '@sightglass/model';
import type { RefusedTally, SentTally } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { Part } from '../../components/page/Part.tsx';
import { figureColumns, HeadRow } from '../../components/table/HeadRow.tsx';
import { LongTable } from '../../components/table/LongTable.tsx';
import { cell, figureCell } from '../../components/table/table.ts';
import { Ago, Timestamp } from '../../components/time/Timestamp.tsx';
import { sendersQuery } from '../../fetch/settings.ts';
import { formatBytes, formatCount } from '../../format/number.ts';

/** Who sends what, and what of it was refused and why. */
export const Ingest = () => {
  const senders = useQuery(sendersQuery());
  return (
    <Awaited query={senders} what="The senders" loading={<LoadingRows rows={6} height={32} what="the senders" />}>
      {({ senders: sent, refusals }) => (
        <>
          <Part title="Who sends" note="sums since each was first seen">
            {sent.length === 0 ? <EmptyNotice title="Nothing has been sent yet." /> : <SentTable sent={sent} />}
          </Part>
          <Part title="What was refused" note="senders keep what is refused for a time and try again">
            {refusals.length === 0 ? (
              <EmptyNotice title="Nothing was refused." />
            ) : (
              <RefusedTable refusals={refusals} />
            )}
          </Part>
        </>
      )}
    </Awaited>
  );
};

const SentTable = ({ sent }: { readonly sent: readonly SentTally[] }) => (
  <LongTable
    caption="Senders, seen last first"
    rows={sent}
    head={
      <HeadRow
        columns={[
          { name: 'Service', width: 'w-full' },
          'Token',
          'From',
          ...figureColumns('Records', 'Size'),
          'Since',
          'Last',
        ]}
      />
    }
    row={({ service, holderName, address, records, bytes, firstAt, lastAt }, attributes) => (
      <tr key={attributes['data-index']} {...attributes} className="hover:bg-raised">
        <th
          scope="row"
          className={`${cell} max-w-0 min-w-[18ch] truncate font-strong max-sm:max-w-full`}
          title={service}
        >
          {service === '' ? <span className="font-normal text-dim">no service.name</span> : service}
        </th>
        <td className={cell} data-name="Token">
          <Holder name={holderName} />
        </td>
        <td className={cell} data-name="From">
          {address}
        </td>
        <td className={figureCell} data-name="Records">
          {formatCount(records)}
        </td>
        <td className={figureCell} data-name="Size">
          {formatBytes(bytes)}
        </td>
        <td className={cell} data-name="Since">
          <Timestamp at={firstAt} />
        </td>
        <td className={cell} data-name="Last">
          <Ago at={lastAt} />
        </td>
      </tr>
    )}
  />
);

const RefusedTable = ({ refusals }: { readonly refusals: readonly RefusedTally[] }) => (
  <LongTable
    caption="Refused, newest first"
    rows={refusals}
    head={
      <HeadRow
        columns={[
          { name: 'Why', width: 'w-full' },
          'Token',
          'From',
          ...figureColumns('Requests', 'Known records'),
          'Last',
        ]}
      />
    }
    row={({ reason, holderName, address, requests, records, lastAt }, attributes) => (
      <tr key={attributes['data-index']} {...attributes} className="hover:bg-raised">
        <th scope="row" className={`${cell} max-w-0 font-strong max-sm:max-w-full`}>
          {reason} <span className="font-normal text-dim">{refusalReasons[reason]}</span>
        </th>
        <td className={cell} data-name="Token">
          <Holder name={holderName} />
        </td>
        <td className={cell} data-name="From">
          {address}
        </td>
        <td className={figureCell} data-name="Requests">
          {formatCount(requests)}
        </td>
        <td className={figureCell} data-name="Known records">
          {formatCount(records)}
        </td>
        <td className={cell} data-name="Last">
          <Ago at={lastAt} />
        </td>
      </tr>
    )}
  />
);

const Holder = ({ name }: { readonly name: string }) =>
  name === '' ? <span className="text-dim">none</span> : <span className="max-w-[24ch] truncate">{name}</span>;
