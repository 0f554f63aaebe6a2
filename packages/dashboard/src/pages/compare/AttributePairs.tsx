import type { RunDetail } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { Part } from '../../components/page/Part.tsx';
import { HeadRow } from '../../components/table/HeadRow.tsx';
import { LongTable } from '../../components/table/LongTable.tsx';
import { cell } from '../../components/table/table.ts';
import { runAttributesQuery } from '../../fetch/queries.ts';
import { differingAttributes } from './pair-attributes.ts';
import { Differing } from './Readings.tsx';

/** What the programs of two runs reported of themselves, where it differs. Nothing where it does not. */
export const AttributePairs = ({ a, b }: { a: RunDetail; b: RunDetail }) => {
  const [first, second] = [useQuery(runAttributesQuery(a)).data, useQuery(runAttributesQuery(b)).data];
  if (first === undefined || second === undefined) return null;
  const pairs = differingAttributes(first.attributes, second.attributes);
  if (pairs.length === 0) return null;
  const isWhole = first.isWhole && second.isWhole;
  return (
    <Part title="Attributes that differ" note={isWhole ? '' : 'of the first 200 of each run'}>
      <LongTable
        caption="Attributes of the two runs that differ"
        rows={pairs}
        head={
          <HeadRow columns={['Attribute', { name: 'First', width: 'w-1/3' }, { name: 'Second', width: 'w-1/3' }]} />
        }
        row={({ key, a: one, b: other }, attributes) => (
          <tr key={key} {...attributes}>
            <th scope="row" className={`${cell} max-w-[40ch] truncate font-mono text-second`} title={key}>
              {key}
            </th>
            <Value name="First" value={one} />
            <Value name="Second" value={other} />
          </tr>
        )}
      />
    </Part>
  );
};

const Value = ({ name, value }: { name: string; value: string | undefined }) => (
  <td data-name={name} className={`${cell} max-w-0 truncate max-sm:max-w-full`} title={value}>
    {value === undefined ? <Differing>not there</Differing> : value}
  </td>
);
