import { useQuery } from '@tanstack/react-query';
import { Awaited } from '../../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../../components/answer/Notice.tsx';
import { Part } from '../../../components/page/Part.tsx';
import { HeadRow } from '../../../components/table/HeadRow.tsx';
import { LongTable } from '../../../components/table/LongTable.tsx';
import { cell } from '../../../components/table/table.ts';
import { inventoryQuery } from '../../../fetch/settings.ts';

/** What is kept, of whom, for how long, and who may see it. */
export const Inventory = () => {
  const inventory = useQuery(inventoryQuery());
  return (
    <Part title="Data inventory" note="every table that is stored, by what it holds">
      <Awaited
        query={inventory}
        what="The inventory"
        loading={<LoadingRows rows={8} height={32} what="the inventory" />}
      >
        {({ items }) => (
          <LongTable
            caption="What is kept, of whom, for how long, and who may see it"
            rows={items}
            head={<HeadRow columns={['Kind', 'Kept for', 'Seen by', 'Of whom', 'What']} />}
            row={({ name, keptFor, seenBy, ofWhom, about, tables }, attributes) => (
              <tr key={attributes['data-index']} {...attributes} className="hover:bg-raised">
                <th scope="row" className={`${cell} font-strong lg:whitespace-nowrap`} title={tables.join(', ')}>
                  {name}
                </th>
                <td className={`${cell} wrap-anywhere`} data-name="Kept for">
                  {keptFor.replaceAll('`', '')}
                </td>
                <td className={`${cell} lg:whitespace-nowrap`} data-name="Seen by">
                  {seenBy.length === 0 ? 'nobody' : seenBy.join(', ')}
                </td>
                <td className={`${cell} wrap-anywhere`} data-name="Of whom">
                  {ofWhom}
                </td>
                <td className={`${cell} wrap-anywhere`}>{about}</td>
              </tr>
            )}
          />
        )}
      </Awaited>
    </Part>
  );
};
