import type { SampleRow } from '@sightglass/model/rest';
import { formatCount } from '../../../format/number.ts';
import { CountTable } from './CountTable.tsx';
import { Part } from '../../../components/page/Part.tsx';
import { textOf } from './sample-values.ts';

/** Connected sessions by state. */
export const Sessions = ({ rows }: { rows: readonly SampleRow[] }) => {
  const byState = Map.groupBy(rows, (row) => textOf(row, 'state') || 'not told');
  const items = [...byState].map(([name, same]) => ({ name, count: same.length }));
  return (
    <Part title="Sessions" note="by state">
      {items.length === 0 ? (
        <p className="text-dim">Nobody else was connected.</p>
      ) : (
        <CountTable
          caption="Sessions by state"
          head={['State', 'Sessions']}
          format={formatCount}
          items={items.toSorted((a, b) => b.count - a.count)}
        />
      )}
    </Part>
  );
};
