import type { SampleRow } from '@sightglass/model/rest';
import { Part } from '../../../components/page/Part.tsx';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { figureColumns, HeadRow } from '../../../components/table/HeadRow.tsx';
import { LongTable } from '../../../components/table/LongTable.tsx';
import { cell } from '../../../components/table/table.ts';
import { formatCount } from '../../../format/number.ts';
import { numberOf, textOf } from './sample-values.ts';

interface Props {
  readonly caption: string;
  /** Head of the names. */
  readonly head: string;
  readonly items: readonly { readonly name: string; readonly sessions: number }[];
}

const CountTable = ({ caption, head, items }: Props) => (
  <LongTable
    caption={caption}
    rows={items}
    head={<HeadRow columns={[head, ...figureColumns('Sessions')]} />}
    row={({ name, sessions }, attributes) => (
      <tr key={name} {...attributes} className="hover:bg-raised">
        <th scope="row" className={cell}>
          {name}
        </th>
        <FigureCell name="Sessions" value={sessions} format={formatCount} />
      </tr>
    )}
  />
);

/** Connected sessions by state. */
export const Sessions = ({ rows }: { rows: readonly SampleRow[] }) => {
  const byState = Map.groupBy(rows, (row) => textOf(row, 'state') || 'unknown');
  const items = [...byState].map(([name, same]) => ({ name, sessions: same.length }));
  return (
    <Part title="Sessions" note="by state">
      {items.length === 0 ? (
        <p className="text-dim">Nobody else was connected.</p>
      ) : (
        <CountTable
          caption="Sessions by state"
          head="State"
          items={items.toSorted((a, b) => b.sessions - a.sessions)}
        />
      )}
    </Part>
  );
};

/** What active sessions waited for. */
export const Waits = ({ rows }: { rows: readonly SampleRow[] }) => (
  <Part title="Waits" note={rows.length === 0 ? '' : 'of active sessions'}>
    {rows.length === 0 ? (
      <p className="text-dim">No session was active.</p>
    ) : (
      <CountTable
        caption="What active sessions waited for"
        head="Waits for"
        items={rows.map((row) => ({
          name: [textOf(row, 'wait_type'), textOf(row, 'wait')].filter(Boolean).join(' · '),
          sessions: numberOf(row, 'sessions') ?? 0,
        }))}
      />
    )}
  </Part>
);
