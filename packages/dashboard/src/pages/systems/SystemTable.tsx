import type { System } from '@sightglass/model/rest';
import { LongTable } from '../../components/table/LongTable.tsx';
import { SortHead } from '../../components/table/SortHead.tsx';
import { headCell } from '../../components/table/table.ts';
import { looksSimulated, useSimulated } from '../../fetch/use-simulated.ts';
import type { TimeRange } from '../../url/time-range.ts';
import { SystemRow } from './SystemRow.tsx';
import type { SystemsSearch } from './systems-search.ts';

interface Props {
  readonly systems: readonly System[];
  readonly range: TimeRange;
  readonly sort: SystemsSearch['sort'];
  readonly onSort: (sort: SystemsSearch['sort']) => void;
}

/** One text for each system. */
export const systemKeyOf = ({ kind, name }: Pick<System, 'kind' | 'name'>): string => `${kind}:${name}`;

const rowHeight = 57;

/** A row for each system, of whichever kind; of hundreds only those in view exist. */
export const SystemTable = ({ systems, range, sort, onSort }: Props) => {
  const areSimulated = useSimulated(systems.some(({ name }) => looksSimulated(name)));
  const head = { sort, direction: 'ascending', hasOneWay: true, onSort } as const;
  return (
    <LongTable
      caption={sort === undefined ? 'Systems, those that need attention first' : 'Systems'}
      rows={systems}
      rowHeight={rowHeight}
      head={
        <tr>
          <SortHead name="System" by="name" width="w-full" {...head} />
          <SortHead name="Kind" by="kind" {...head} />
          <SortHead name="State" by={undefined} {...head} />
          <th className={`${headCell} max-lg:hidden!`}>Used by</th>
          <th className={`${headCell} max-md:hidden!`}>Runs now</th>
          <SortHead name="Last seen" by="last" {...head} direction="descending" />
        </tr>
      }
      row={(system, attributes) => (
        <SystemRow
          key={systemKeyOf(system)}
          system={system}
          range={range}
          attributes={attributes}
          isSimulated={areSimulated(({ namespace, name }) =>
            system.usedBy.some((by) => by.namespace === namespace && by.pipeline === name),
          )}
        />
      )}
    />
  );
};
