import type { Stage } from '@sightglass/model/api';
import { cell, tableClass } from '../../components/table.ts';
import { useRowWindow } from '../../components/use-row-window.ts';
import { WindowGap } from '../../components/WindowGap.tsx';
import type { StageNode } from '../../pipe/stage-tree.ts';
import { StageName } from './StageName.tsx';

interface Props {
  readonly caption: string;
  readonly rows: readonly StageNode[];
  readonly chosen: string | undefined;
  readonly onChoose: (stageId: string) => void;
  /** Heads of the columns after the stage's name. */
  readonly head: React.ReactNode;
  readonly cells: (stage: Stage) => React.ReactNode;
  readonly foot?: React.ReactNode;
}

/** A row for each stage, nested ones below theirs; of thousands only those in view exist. */
export const StageTable = ({ caption, rows, chosen, onChoose, head, cells, foot }: Props) => {
  const { isWindowed, frame, frameProps, tableProps, measureRow, indexes, above, below } = useRowWindow(rows.length);
  return (
    <div
      ref={frame}
      {...frameProps}
      aria-label={frameProps.tabIndex === undefined ? undefined : `${caption}, scrollable`}
    >
      <table className={tableClass} {...tableProps}>
        <caption className="sr-only">{caption}</caption>
        <thead className={`bg-paper ${isWindowed ? 'sticky top-0 z-1' : ''}`}>{head}</thead>
        <tbody>
          <WindowGap height={above} />
          {indexes.map((index) => {
            const node = rows[index];
            if (node === undefined) return null;
            const isChosen = chosen === node.stage.stageId;
            return (
              <tr
                key={node.stage.stageId}
                ref={measureRow}
                data-index={index}
                aria-rowindex={index + 2}
                className={isChosen ? 'bg-raised' : 'hover:bg-raised'}
              >
                <th scope="row" className={cell}>
                  <StageName stage={node.stage} depth={node.depth} isChosen={isChosen} onChoose={onChoose} />
                </th>
                {cells(node.stage)}
              </tr>
            );
          })}
          <WindowGap height={below} />
        </tbody>
        {foot === undefined ? null : (
          <tfoot className={`bg-paper [&_td]:border-0 ${isWindowed ? 'sticky bottom-0' : ''}`}>{foot}</tfoot>
        )}
      </table>
    </div>
  );
};
