import type { SampleRow } from '@sightglass/model/rest';
import { formatCount } from '../../../format/number.ts';
import { CountTable } from './CountTable.tsx';
import { Part } from '../../../components/page/Part.tsx';
import { numberOf, textOf } from './sample-values.ts';

/** What active sessions waited for. */
export const Waits = ({ rows }: { rows: readonly SampleRow[] }) => (
  <Part title="Waits" note={rows.length === 0 ? '' : 'of active sessions'}>
    {rows.length === 0 ? (
      <p className="text-dim">No session was active.</p>
    ) : (
      <CountTable
        caption="What active sessions waited for"
        head={['Waits for', 'Sessions']}
        format={formatCount}
        items={rows.map((row) => ({
          name: [textOf(row, 'wait_type'), textOf(row, 'wait')].filter(Boolean).join(' · '),
          count: numberOf(row, 'sessions') ?? 0,
        }))}
      />
    )}
  </Part>
);
