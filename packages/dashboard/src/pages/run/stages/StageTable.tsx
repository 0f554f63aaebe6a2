import type { Stage } from '@sightglass/model/rest';
import { LongTable } from '../../../components/table/LongTable.tsx';
import { cell } from '../../../components/table/table.ts';
import type { StageNode } from '../../../pipe/plan/stage-tree.ts';
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
export const StageTable = ({ caption, rows, chosen, onChoose, head, cells, foot }: Props) => (
  <LongTable
    caption={caption}
    rows={rows}
    head={head}
    foot={foot}
    row={({ stage, depth }, attributes) => {
      const isChosen = chosen === stage.stageId;
      return (
        <tr key={stage.stageId} {...attributes} className={isChosen ? 'bg-raised' : 'hover:bg-raised'}>
          <th scope="row" className={cell}>
            <StageName stage={stage} depth={depth} isChosen={isChosen} onChoose={onChoose} />
          </th>
          {cells(stage)}
        </tr>
      );
    }}
  />
);
