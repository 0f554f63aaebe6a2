import { errorName, pipelineNames, policyWords, rowsAffectedIn, rowsAffectedWords } from '@sightglass/model';
import type { ApiDetail } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { LongTable, type RowAttributes } from '../../../components/table/LongTable.tsx';
import { Timestamp } from '../../../components/time/Timestamp.tsx';
import { Part } from '../../../components/page/Part.tsx';
import { figureColumns, HeadRow } from '../../../components/table/HeadRow.tsx';
import { cell } from '../../../components/table/table.ts';
import { formatCount } from '../../../format/number.ts';
import { runLink } from '../../../url/run-link.ts';

/** What failed calls cost: rows by decision, run and stage, and what they add up to. */
export const RowsAffected = ({ api }: { api: ApiDetail }) => {
  const { rowsAffected } = api;
  if (rowsAffected.length === 0) return null;
  const nameOf = pipelineNames(rowsAffected);
  return (
    <Part title="Rows affected by failed calls" note={rowsAffectedWords(rowsAffected).join(', ')}>
      <LongTable
        caption="Rows by run, stage and decision, most first"
        rows={rowsAffected}
        head={<HeadRow columns={['Run', 'Stage', 'Outcome', 'Policy', 'Reason', 'When', ...figureColumns('Rows')]} />}
        foot={
          <tr>
            <th scope="row" colSpan={6} className="h-8 pr-5">
              All rows affected
            </th>
            <td data-name="Rows" className="h-8 text-end whitespace-nowrap text-warn">
              {formatCount(rowsAffectedIn(rowsAffected))}
            </td>
          </tr>
        }
        row={(one, attributes) => (
          <Row
            key={`${one.runId} ${one.stage} ${one.policy} ${one.error} ${attributes['data-index']}`}
            attributes={attributes}
            affected={one}
            name={nameOf(one)}
          />
        )}
      />
    </Part>
  );
};

interface RowProps {
  readonly attributes: RowAttributes;
  readonly affected: ApiDetail['rowsAffected'][number];
  /** Of the pipeline. */
  readonly name: string;
}

const Row = ({ attributes, affected, name }: RowProps) => {
  const { namespace, pipeline, stage, policy, error, rows, from } = affected;
  return (
    <tr {...attributes} className="hover:bg-raised">
      <th scope="row" className={`${cell} max-w-[32ch] truncate`}>
        <Link {...runLink(affected)} title={`${namespace} / ${pipeline}`} className="link">
          {name}
        </Link>
      </th>
      <td className={`${cell} max-w-[24ch] truncate`} title={stage}>
        {stage || <span className="text-dim">outside stages</span>}
      </td>
      <td className={cell}>{policyWords[policy]}</td>
      <td className={`${cell} font-mono text-second`}>{policy}</td>
      <td className={cell}>{errorName(error)}</td>
      <td className={`${cell} text-dim`}>
        <Timestamp at={from} />
      </td>
      <FigureCell name="Rows" value={rows} format={formatCount} />
    </tr>
  );
};
