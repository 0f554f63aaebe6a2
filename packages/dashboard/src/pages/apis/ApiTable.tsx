import type { ApiSummary } from '@sightglass/model/api';
import type { ApiRange } from '../../apis/api-range.ts';
import { useRowWindow } from '../../components/use-row-window.ts';
import { WindowGap } from '../../components/WindowGap.tsx';
import { ApiRow } from './ApiRow.tsx';
import { columns } from './columns.ts';

interface Props {
  readonly apis: readonly ApiSummary[];
  readonly range: ApiRange;
  readonly now: number;
}

const rowHeight = 73;

/** A row for each API, trouble first; of hundreds only those in view exist. */
export const ApiTable = ({ apis, range, now }: Props) => {
  const { isWindowed, frame, frameProps, tableProps, measureRow, indexes, above, below } = useRowWindow(
    apis.length,
    rowHeight,
  );
  return (
    <div ref={frame} {...frameProps} aria-label={isWindowed ? 'APIs, scrollable' : undefined}>
      <table className="stacked w-full table-fixed border-collapse" {...tableProps}>
        <caption className="sr-only">APIs, those that need a look first</caption>
        <colgroup>
          <col />
          {columns.map(({ name, width, shown }) => (
            <col key={name} className={`${width} ${shown}`} />
          ))}
        </colgroup>
        <thead className={`head bg-paper ${isWindowed ? 'sticky top-0 z-1' : ''}`}>
          <tr>
            <th className="pb-2">API</th>
            {columns.map(({ name, side, shown }) => (
              <th key={name} className={`pb-2 pl-4 ${side} ${shown}`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <WindowGap height={above} />
          {indexes.map((index) => {
            const api = apis[index];
            return api === undefined ? null : (
              <ApiRow key={api.name} api={api} range={range} now={now} index={index} measure={measureRow} />
            );
          })}
          <WindowGap height={below} />
        </tbody>
      </table>
    </div>
  );
};
