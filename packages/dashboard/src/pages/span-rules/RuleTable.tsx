import type { SpanRule } from '@sightglass/model/rest';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { figureColumns, HeadRow } from '../../components/table/HeadRow.tsx';
import { LongTable, type RowAttributes } from '../../components/table/LongTable.tsx';
import { cell, figureCell } from '../../components/table/table.ts';
import { Timestamp } from '../../components/time/Timestamp.tsx';
import { removeSpanRule } from '../../fetch/span-rules.ts';
import { countOf, formatCount } from '../../format/number.ts';
import { stateWords } from './rule-words.ts';

/** The rules there are, those of the configuration first. */
export const RuleTable = ({ rules }: { readonly rules: readonly SpanRule[] }) => (
  <LongTable
    caption="Rules that make runs of spans"
    rows={rules}
    head={
      <HeadRow
        columns={[
          'Service',
          'Root span',
          { name: 'Pipeline', width: 'w-full' },
          'From',
          'State',
          ...figureColumns('Runs'),
          '',
        ]}
      />
    }
    row={(rule, attributes) => <RuleRow key={rule.id} rule={rule} attributes={attributes} />}
  />
);

const RuleRow = ({ rule, attributes }: { readonly rule: SpanRule; readonly attributes: RowAttributes }) => {
  const { service, rootSpan, pipeline, namespace, source, addedAt, runs, problem, state } = rule;
  const isStarred = pipeline.includes('*');
  return (
    <tr {...attributes} className="hover:bg-raised">
      <th scope="row" className={`${cell} max-w-[28ch] truncate font-strong`} title={service}>
        {service}
      </th>
      <td className={`${cell} max-w-[28ch] truncate font-mono text-second`} title={rootSpan}>
        {rootSpan}
      </td>
      <td className={`${cell} max-w-0 min-w-[18ch] truncate max-sm:max-w-full`} title={`${namespace} / ${pipeline}`}>
        <span className="text-dim">{namespace} / </span>
        {pipeline}
      </td>
      <td className={`${cell} whitespace-nowrap text-dim`}>
        {source === 'file' ? 'the configuration' : addedAt === null ? 'here' : <Timestamp at={addedAt} />}
      </td>
      <td
        className={`${cell} max-w-[40ch] min-w-[9ch] ${problem === null || state === 'in-force' ? 'text-dim' : 'text-warn'}`}
      >
        {stateWords(rule)}
      </td>
      <td data-name="Runs" className={figureCell}>
        {runs === 0 ? (
          '0'
        ) : (
          <Link
            to="/runs"
            search={{ ...(!isStarred && { pipeline }), namespace, last: '30d' }}
            className="link"
            data-row
          >
            {formatCount(runs)}
          </Link>
        )}
      </td>
      <td className={`${cell} whitespace-nowrap text-right max-sm:text-left`}>
        {source === 'file' ? null : <TakeBack rule={rule} />}
      </td>
    </tr>
  );
};

/** Two presses: the runs go from every page. */
const TakeBack = ({ rule: { id, runs, state } }: { readonly rule: SpanRule }) => {
  const client = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const order = useMutation({
    mutationFn: () => removeSpanRule(id),
    onSettled: () => {
      setAsked(false);
      return client.invalidateQueries({ queryKey: ['span-rules'] });
    },
  });
  if (state === 'removing') return null;
  if (!isAsked)
    return (
      <>
        {order.error === null ? null : <span className="mr-2 text-bad">{order.error.message}</span>}
        <button type="button" className="control" onClick={() => setAsked(true)}>
          Take back …
        </button>
      </>
    );
  return (
    <span className="inline-flex flex-wrap gap-2">
      <button type="button" className="control" autoFocus disabled={order.isPending} onClick={() => order.mutate()}>
        {order.isPending ? 'Waiting for the server …' : `Take back the rule and ${countOf(runs, 'run')}`}
      </button>
      <button type="button" className="control text-dim" onClick={() => setAsked(false)}>
        Keep
      </button>
    </span>
  );
};
