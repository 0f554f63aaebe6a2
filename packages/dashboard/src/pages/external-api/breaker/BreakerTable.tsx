import { isOpenAgain, pipelineNames, sentenceCase } from '@sightglass/model';
import type { BreakerSpan } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { LongTable } from '../../../components/table/LongTable.tsx';
import { Exactly } from '../../../components/time/Timestamp.tsx';
import { figureColumns, HeadRow } from '../../../components/table/HeadRow.tsx';
import { cell, figureCell } from '../../../components/table/table.ts';
import { useTicking } from '../../../components/time/use-now.ts';
import { formatDuration } from '../../../format/duration.ts';
import { runLink } from '../../../url/run-link.ts';

const tones: Readonly<Record<BreakerSpan['state'], string>> = {
  closed: '',
  open: 'text-bad',
  'half-open': 'text-warn',
  isolated: 'text-warn',
};

/** Each time a breaker was not closed, latest first. */
export const BreakerTable = ({ spans }: { spans: readonly BreakerSpan[] }) => {
  const nameOf = pipelineNames(spans);
  return (
    <LongTable
      caption="Times a breaker was not closed, latest first"
      rows={spans.toReversed()}
      head={
        <HeadRow
          columns={['State', 'From', ...figureColumns('For'), { name: 'Reason', width: 'w-1/2' }, 'Run', 'Stage']}
        />
      }
      row={(span, attributes) => {
        const { breakerId, state, from, to, reason, runId, namespace, pipeline, stage } = span;
        return (
          <tr key={`${breakerId} ${from} ${state}`} {...attributes} className="hover:bg-raised">
            <th scope="row" className={`${cell} whitespace-nowrap ${tones[state]}`}>
              {isOpenAgain(span, spans) ? 'Open again' : sentenceCase(state)}
            </th>
            <td className={cell}>
              <Exactly at={from} />
            </td>
            <td className={figureCell} data-name="For">
              {to === null ? <SoFar from={from} /> : formatDuration(Date.parse(to) - Date.parse(from))}
            </td>
            <td className={`${cell} max-w-[64ch] truncate`} title={reason}>
              {reason || <span className="text-dim">none given</span>}
            </td>
            <td className={`${cell} max-w-[28ch] truncate`}>
              {runId === '' ? (
                <span className="text-dim">{nameOf(span)}</span>
              ) : (
                <Link {...runLink(span)} title={`${namespace} / ${pipeline}`} className="link">
                  {nameOf(span)}
                </Link>
              )}
            </td>
            <td className={`${cell} max-w-[20ch] truncate`} title={stage}>
              {stage}
            </td>
          </tr>
        );
      }}
    />
  );
};

const SoFar = ({ from }: { from: string }) => {
  const lasted = useTicking((now) => formatDuration(now - Date.parse(from)));
  return (
    <>
      {lasted} <span className="text-dim">so far</span>
    </>
  );
};
