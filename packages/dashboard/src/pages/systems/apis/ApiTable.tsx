import type { ApiSummary } from '@sightglass/model/rest';
import type { TimeRange } from '../../../url/time-range.ts';
import { LongTable } from '../../../components/table/LongTable.tsx';
import { ApiRow } from './ApiRow.tsx';
import { looksSimulated, useSimulated } from '../../../fetch/use-simulated.ts';
import { callsTo } from '../../../external-apis/calls-to.ts';
import { columns } from './columns.ts';

interface Props {
  readonly apis: readonly ApiSummary[];
  readonly range: TimeRange;
}

const rowHeight = 73;

/** A row for each API, trouble first; of hundreds only those in view exist. */
export const ApiTable = ({ apis, range }: Props) => {
  const areSimulated = useSimulated(apis.some(({ name }) => looksSimulated(name)));
  return (
    <LongTable
      caption="APIs, those that need attention first"
      rows={apis}
      rowHeight={rowHeight}
      className="stacked w-full table-fixed border-collapse"
      columns={
        <colgroup>
          <col />
          {columns.map(({ name, width, shown }) => (
            <col key={name} className={`${width} ${shown}`} />
          ))}
        </colgroup>
      }
      head={
        <tr className="head">
          <th className="pb-2">API</th>
          {columns.map(({ name, side, shown }) => (
            <th key={name} className={`pb-2 pl-4 ${side} ${shown}`}>
              {name}
            </th>
          ))}
        </tr>
      }
      row={(api, attributes) => (
        <ApiRow
          key={api.name}
          attributes={attributes}
          api={api}
          range={range}
          isSimulated={areSimulated(callsTo(api))}
        />
      )}
    />
  );
};
