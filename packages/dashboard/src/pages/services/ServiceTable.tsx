import type { Service } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { SortHead } from '../../components/table/SortHead.tsx';
import { LongTable, type RowAttributes } from '../../components/table/LongTable.tsx';
import { cell, figureCell, headCell } from '../../components/table/table.ts';
import { Ago, Timestamp } from '../../components/time/Timestamp.tsx';
import { formatCount } from '../../format/number.ts';
import type { ServicesSearch } from './services-search.ts';

interface Props {
  readonly services: readonly Service[];
  readonly search: Pick<ServicesSearch, 'sort' | 'order'>;
  readonly onSort: (sort: ServicesSearch['sort'], order: 'asc' | undefined) => void;
}

/** A row for each service; a figure leads to what it counts. */
export const ServiceTable = ({ services, search: { sort, order }, onSort }: Props) => {
  const sorted = { sort, order, onSort };
  return (
    <LongTable
      caption={sort === undefined && order === undefined ? 'Services, those that sent last first' : 'Services'}
      rows={services}
      head={
        <tr>
          <SortHead name="Service" by="name" direction="ascending" width="w-full" {...sorted} />
          <th className={headCell}>Environment</th>
          <SortHead name="Latest" by={undefined} {...sorted} />
          <SortHead name="Since" by="since" {...sorted} />
          <th className={headCell}>Runs</th>
          <SortHead name="Logs" by="logs" isFigure {...sorted} />
          <SortHead name="Errors" by="errors" isFigure {...sorted} />
          <SortHead name="Spans" by="spans" isFigure {...sorted} />
          <SortHead name="Failed" by="failed" isFigure {...sorted} />
          <SortHead name="Metrics" by="metrics" isFigure {...sorted} />
        </tr>
      }
      row={(service, attributes) => <ServiceRow key={service.service} service={service} attributes={attributes} />}
    />
  );
};

const ServiceRow = ({
  service: one,
  attributes,
}: {
  readonly service: Service;
  readonly attributes: RowAttributes;
}) => {
  const { service, namespaces, environments, firstAt, lastAt, logs, spans, metrics } = one;
  const q = `service:${JSON.stringify(service)}`;
  const places = [...namespaces, ...environments].join(', ');
  return (
    <tr {...attributes} className="hover:bg-raised">
      <th scope="row" className={`${cell} max-w-0 min-w-[18ch] truncate font-strong max-sm:max-w-full`} title={service}>
        {service}
      </th>
      <td
        data-nothing={places === '' || undefined}
        className={`${cell} max-w-[28ch] truncate text-dim max-sm:max-w-full`}
        title={places}
      >
        {places}
      </td>
      <td className={cell}>
        <Ago at={lastAt} />
      </td>
      <td className={`${cell} whitespace-nowrap`}>
        <span className="text-dim sm:hidden">since </span>
        <Timestamp at={firstAt} />
      </td>
      <Runs service={one} />
      <Counted name="Logs" count={logs?.records}>
        <Link to="/logs" search={{ q, last: 'all' }} data-row className="link">
          {formatCount(logs?.records ?? 0)}
        </Link>
      </Counted>
      <Counted name="Errors" count={logs?.errors}>
        <Link to="/logs" search={{ q, severity: 'ERROR+', last: 'all' }} className="link text-bad">
          {formatCount(logs?.errors ?? 0)}
        </Link>
      </Counted>
      <Counted name="Spans" count={spans?.spans}>
        <Link to="/traces" search={{ service, last: 'all' }} data-row={logs === null || undefined} className="link">
          {formatCount(spans?.spans ?? 0)}
        </Link>
      </Counted>
      <Counted name="Failed" count={spans?.errors}>
        <Link to="/traces" search={{ q: `${q} status:error`, last: 'all' }} className="link text-bad">
          {formatCount(spans?.errors ?? 0)}
        </Link>
      </Counted>
      <Counted name="Metrics" count={metrics?.metrics}>
        <Link
          to="/metrics"
          search={{ service }}
          data-row={(logs === null && spans === null) || undefined}
          className="link"
        >
          {formatCount(metrics?.metrics ?? 0)}
        </Link>
      </Counted>
    </tr>
  );
};

/** Of a service whose records name pipelines there are runs; plain spans can be made runs. */
const Runs = ({ service: { service, spans, pipelines } }: { readonly service: Service }) => {
  const isPlain = spans !== null && pipelines.length === 0;
  return (
    <td data-nothing={!isPlain || undefined} className={`${cell} whitespace-nowrap`}>
      {isPlain ? (
        <Link to="/span-rules" search={{ service }} className="link" aria-label={`Make runs of spans of ${service}`}>
          Make runs
        </Link>
      ) : null}
    </td>
  );
};

interface CountedProps {
  readonly name: string;
  readonly count: number | undefined;
  readonly children: React.ReactNode;
}

/** A figure that leads somewhere, where there is anything to be led to. */
const Counted = ({ name, count, children }: CountedProps) => {
  const isNothing = count === undefined || count === 0;
  return (
    <td
      data-name={name}
      data-nothing={isNothing || undefined}
      className={`${figureCell} ${isNothing ? 'text-dim' : ''}`}
    >
      {count === undefined ? '–' : isNothing ? '0' : children}
    </td>
  );
};
