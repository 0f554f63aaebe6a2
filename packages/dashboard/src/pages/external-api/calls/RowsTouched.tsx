import { policyWords } from '@sightglass/model';
import type { ApiDetail } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { rowsTouched } from '../../../external-apis/api-state.ts';
import { errorName } from '../../../external-apis/error-words.ts';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { LongTable } from '../../../components/table/LongTable.tsx';
import { Timestamp } from '../../../components/time/Timestamp.tsx';
import { Part } from '../../../components/page/Part.tsx';
import { cell, headCell, headFigure } from '../../../components/table/table.ts';
import { formatCount } from '../../../format/number.ts';
import { pipelineNames } from '../../../words/pipeline-names.ts';
import { sayRowsTouched } from '../../../words/policy-words.ts';

/** What failed calls cost: rows by decision, run and stage, and what they add up to. */
export const RowsTouched = ({ api }: { api: ApiDetail }) => {
  const { rowsAffected } = api;
  if (rowsAffected.length === 0) return null;
  const nameOf = pipelineNames(rowsAffected);
  return (
    <Part title="Rows touched by failed calls" note={sayRowsTouched(rowsAffected).join(', ')}>
      <LongTable
        caption="Rows by run, stage and decision, most first"
        rows={rowsAffected}
        head={
          <tr>
            <th className={headCell}>Run</th>
            <th className={headCell}>Stage</th>
            <th className={headCell}>Rows were</th>
            <th className={headCell}>By policy</th>
            <th className={headCell}>Because of</th>
            <th className={headCell}>When</th>
            <th className={headFigure}>Rows</th>
          </tr>
        }
        foot={
          <tr>
            <th scope="row" colSpan={6} className="h-8 pr-5">
              All rows touched
            </th>
            <td data-name="Rows" className="h-8 text-end whitespace-nowrap text-warn">
              {formatCount(rowsTouched(api))}
            </td>
          </tr>
        }
        row={(one, place) => {
          const { runId, namespace, pipeline, stage, policy, error, rows, from } = one;
          return (
            <tr
              key={`${runId} ${stage} ${policy} ${error} ${place['data-index']}`}
              {...place}
              className="hover:bg-raised"
            >
              <th scope="row" className={`${cell} max-w-[32ch] truncate`}>
                <Link to="/runs/$runId" params={{ runId }} title={`${namespace} / ${pipeline}`} className="link">
                  {nameOf(one)}
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
        }}
      />
    </Part>
  );
};
