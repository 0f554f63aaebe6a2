import type { SpanRulePreview } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { figureColumns, HeadRow } from '../../components/table/HeadRow.tsx';
import { LongTable } from '../../components/table/LongTable.tsx';
import { cell, figureCell } from '../../components/table/table.ts';
import { Timestamp } from '../../components/time/Timestamp.tsx';
import { countOf, formatCount } from '../../format/number.ts';
import { previewWords } from './rule-words.ts';

interface Props {
  readonly preview: SpanRulePreview;
  readonly onRoot: (name: string) => void;
  readonly onStage: (name: string) => void;
}

/** What the rule would make of the spans that are stored. */
export const RulePreview = ({ preview, onRoot, onStage }: Props) => {
  const { firstAt, lastAt, pipelines, pipelineCount, stages } = preview;
  return (
    <>
      <p role="status">
        {previewWords(preview)}
        {firstAt === null || lastAt === null ? null : firstAt === lastAt ? (
          <>
            , of <Timestamp at={lastAt} />.
          </>
        ) : (
          <>
            , from <Timestamp at={firstAt} /> to <Timestamp at={lastAt} />.
          </>
        )}
      </p>
      {pipelines.length === 0 ? null : (
        <div className="mt-3">
          <LongTable
            caption="Pipelines that the rule makes, those with the most runs first"
            rows={pipelines}
            head={
              <HeadRow
                columns={[{ name: 'Pipeline', width: 'w-full' }, 'Latest', ...figureColumns('Runs', 'Failed')]}
              />
            }
            row={({ pipeline, runs, failed, lastAt: latest, lastTraceId }, attributes) => (
              <tr key={pipeline} {...attributes} className="hover:bg-raised">
                <th
                  scope="row"
                  className={`${cell} max-w-0 min-w-[18ch] truncate font-strong max-sm:max-w-full`}
                  title={pipeline}
                >
                  {pipeline}
                </th>
                <td className={`${cell} whitespace-nowrap`}>
                  <Link to="/traces/$traceId" params={{ traceId: lastTraceId }} className="link">
                    <Timestamp at={latest} />
                  </Link>
                </td>
                <td data-name="Runs" className={figureCell}>
                  {formatCount(runs)}
                </td>
                <td data-name="Failed" className={`${figureCell} ${failed === 0 ? 'text-dim' : 'text-bad'}`}>
                  {formatCount(failed)}
                </td>
              </tr>
            )}
          />
          {pipelineCount > pipelines.length ? (
            <p className="pt-2 text-dim">
              The {formatCount(pipelines.length)} with the most runs of {formatCount(pipelineCount)}.
            </p>
          ) : null}
        </div>
      )}
      {stages.length === 0 ? null : (
        <p className="mt-3">
          <span className="text-dim">Stages: </span>
          {stages.map(({ stage, spans }) => `${stage} (${countOf(spans, 'span')})`).join(', ')}
        </p>
      )}
      <Names label="Its root spans" names={preview.roots} onChoose={onRoot} />
      <Names label="Spans below" names={preview.inner} onChoose={onStage} />
    </>
  );
};

interface NamesProps {
  readonly label: string;
  readonly names: SpanRulePreview['roots'];
  readonly onChoose: (name: string) => void;
}

/** Names to choose from; a press puts one into its field. */
const Names = ({ label, names, onChoose }: NamesProps) =>
  names.length === 0 ? null : (
    <div className="mt-3 flex flex-wrap items-center gap-2">
      <span className="text-dim">{label}</span>
      {names.map(({ name, spans }) => (
        <button
          key={name}
          type="button"
          className="control max-w-full gap-2 font-mono text-second"
          title={name}
          onClick={() => onChoose(name)}
        >
          <span className="truncate">{name}</span>
          <span className="text-dim">{formatCount(spans)}</span>
        </button>
      ))}
    </div>
  );
