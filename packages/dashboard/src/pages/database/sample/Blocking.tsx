import type { SampleRow, SessionRun } from '@sightglass/model/rest';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { cell, headCell, headFigure, tableClass } from '../../../components/table/table.ts';
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

/** Who keeps whom waiting, each under the one it waits for. */
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
      <table className={tableClass}>
        <caption className="sr-only">Sessions that hold others up, and below each the ones that wait for it</caption>
        <thead>
          <tr>
            <th className={headCell}>Session</th>
            <th className={headCell}>Works for</th>
            <th className={headCell}>State</th>
            <th className={headFigure}>Waits</th>
            <th className={headFigure}>Holds up</th>
            <th className={headCell}>Statement</th>
          </tr>
        </thead>
        <tbody>
          {tree.map((node, index) => (
            <Row key={`${node.pid} ${index}`} node={node} runs={runs} />
          ))}
        </tbody>
      </table>
    </Part>
  );
};

const Row = ({ node, runs }: { node: BlockingNode; runs: readonly SessionRun[] }) => (
  <tr className="hover:bg-raised">
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
    <FigureCell name="Holds up" value={node.victims} format={formatCount} loud="text-warn" />
    <td className={cell}>
      <Statement text={node.statement} />
    </td>
  </tr>
);
