import { policyWords } from '@sightglass/model';
import type { ApiDetail } from '@sightglass/model/api';
import { Link } from '@tanstack/react-router';
import { rowsTouched } from '../../apis/api-state.ts';
import { errorName } from '../../apis/error-words.ts';
import { FigureCell } from '../../components/FigureCell.tsx';
import { Moment } from '../../components/Moment.tsx';
import { Part } from '../../components/Part.tsx';
import { cell, headCell, headFigure, tableClass } from '../../components/table.ts';
import { useRowWindow } from '../../components/use-row-window.ts';
import { WindowGap } from '../../components/WindowGap.tsx';
import { formatCount } from '../../format/number.ts';
import { pipelineNames } from '../../words/pipeline-names.ts';
import { sayRowsTouched } from '../../words/policy-words.ts';

/** What failed calls cost: rows by decision, run and stage, and what they add up to. */
export const RowsTouched = ({ api }: { api: ApiDetail }) => {
  const { rowsAffected } = api;
  const { isWindowed, frame, frameProps, tableProps, measureRow, indexes, above, below } = useRowWindow(
    rowsAffected.length,
  );
  if (rowsAffected.length === 0) return null;
  const nameOf = pipelineNames(rowsAffected);
  return (
    <Part title="Rows touched by failed calls" note={sayRowsTouched(rowsAffected).join(', ')}>
      <div ref={frame} {...frameProps} aria-label={isWindowed ? 'Rows touched, scrollable' : undefined}>
        <table className={tableClass} {...tableProps}>
          <caption className="sr-only">Rows by run, stage and decision, most first</caption>
          <thead className={`bg-paper ${isWindowed ? 'sticky top-0 z-1' : ''}`}>
            <tr>
              <th className={headCell}>Run</th>
              <th className={headCell}>Stage</th>
              <th className={headCell}>Rows were</th>
              <th className={headCell}>By policy</th>
              <th className={headCell}>Because of</th>
              <th className={headCell}>When</th>
              <th className={headFigure}>Rows</th>
            </tr>
          </thead>
          <tbody>
            <WindowGap height={above} />
            {indexes.map((index) => {
              const one = rowsAffected[index];
              if (one === undefined) return null;
              const { runId, namespace, pipeline, stage, policy, error, rows, from } = one;
              return (
                <tr
                  key={`${runId} ${stage} ${policy} ${error} ${index}`}
                  ref={measureRow}
                  data-index={index}
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
                    <Moment at={from} />
                  </td>
                  <FigureCell name="Rows" value={rows} format={formatCount} />
                </tr>
              );
            })}
            <WindowGap height={below} />
          </tbody>
          <tfoot className={`bg-paper ${isWindowed ? 'sticky bottom-0' : ''}`}>
            <tr>
              <th scope="row" colSpan={6} className="h-8 pr-5">
                All rows touched
              </th>
              <td data-name="Rows" className="h-8 text-end whitespace-nowrap text-warn">
                {formatCount(rowsTouched(api))}
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
    </Part>
  );
};
