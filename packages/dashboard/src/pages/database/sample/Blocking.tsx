import type { SampleRow, SessionRun } from '@sightglass/model/rest';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { figureColumns, HeadRow } from '../../../components/table/HeadRow.tsx';
import { LongTable, type RowAttributes } from '../../../components/table/LongTable.tsx';
import { cell } from '../../../components/table/table.ts';
import { formatDuration } from '../../../format/duration.ts';
import { countOf, formatCount } from '../../../format/number.ts';
import { type BlockingNode, blockingTree } from './blocking-tree.ts';
import { Part } from '../../../components/page/Part.tsx';
import { SessionName } from './SessionName.tsx';
import { Statement } from '../Statement.tsx';

interface Props {
  readonly rows: readonly SampleRow[];
  readonly runs: readonly SessionRun[];
}

/** Which session blocks which, each under the one it waits for. */
export const Blocking = ({ rows, runs }: Props) => {
  const tree = blockingTree(rows);
  const roots = tree.filter(({ depth }) => depth === 0);
  const waiting = tree.length - roots.length;
  if (tree.length === 0) {
    return (
      <Part title="Blocking">
        <p className="text-dim">No session waits for another.</p>
      </Part>
    );
  }
  return (
    <Part
      title="Blocking"
      note={
        <span className="text-warn">
          {countOf(waiting, 'session')} {waiting === 1 ? 'waits' : 'wait'} for {formatCount(roots.length)}
        </span>
      }
    >
      <LongTable
        caption="Blocking sessions, and below each the ones that wait for it"
        rows={tree}
        head={
          <HeadRow columns={['Session', 'Run', 'State', ...figureColumns('Waits', 'Blocked sessions'), 'Statement']} />
        }
        row={(node, attributes) => (
          <Row key={`${node.pid} ${attributes['data-index']}`} attributes={attributes} node={node} runs={runs} />
        )}
      />
    </Part>
  );
};

interface RowProps {
  readonly attributes: RowAttributes;
  readonly node: BlockingNode;
  readonly runs: readonly SessionRun[];
}

const Row = ({ attributes, node, runs }: RowProps) => (
  <tr {...attributes} className="hover:bg-raised">
    <th scope="row" className={`${cell} whitespace-nowrap`}>
      <span style={{ paddingLeft: node.depth * 16 }} className="font-mono text-second">
        {node.depth === 0 ? '' : '└ '}
        {node.pid}
      </span>
      {node.login === '' ? null : <span className="text-dim"> {node.login}</span>}
    </th>
    <td className={cell}>
      <SessionName {...node} runs={runs} />
    </td>
    <td className={`${cell} ${node.depth === 0 ? 'text-warn' : ''}`}>{node.state}</td>
    <FigureCell name="Waits" value={node.waitingMs} format={formatDuration} />
    <FigureCell name="Blocked sessions" value={node.victims} format={formatCount} loud="text-warn" />
    <td className={cell}>
      <Statement text={node.statement} />
    </td>
  </tr>
);
