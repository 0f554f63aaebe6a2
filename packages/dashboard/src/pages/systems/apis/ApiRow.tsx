import { callFailureWords, rowsAffectedIn } from '@sightglass/model';
import type { ApiSummary } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import type { TimeRange } from '../../../url/time-range.ts';
import { isAvailabilityLow } from '../../../external-apis/low-availability.ts';
import { ApiGlyph } from '../../../external-apis/ApiGlyph.tsx';
import { Simulated } from '../../../components/page/SimulatedMark.tsx';
import type { RowAttributes } from '../../../components/table/LongTable.tsx';
import { formatDuration } from '../../../format/duration.ts';
import { formatCount, formatShare } from '../../../format/number.ts';
import { useSentence } from '../../../words/use-sentence.ts';
import { cellOf, type ColumnName } from './columns.ts';

interface Props {
  readonly attributes: RowAttributes;
  readonly api: ApiSummary;
  readonly range: TimeRange;
  readonly isSimulated: boolean;
}

export const ApiRow = ({ attributes, api, range, isSimulated }: Props) => {
  const { availability, durationMs, errors, quota, errorBudget } = api;
  const { id: state, word, tone } = api.shown;
  const loud = api.needsAttention ? `tone tone-${tone}` : '';
  const failures = callFailureWords(errors);
  return (
    <tr {...attributes} className="border-line hover:bg-raised sm:h-18 sm:border-t sm:last:border-b">
      <NameCell api={api} range={range} isSimulated={isSimulated} loud={loud} />
      <td className={`${cellOf('State')} ${loud} ${state === 'quiet' ? 'text-dim' : ''}`}>{word}</td>
      <Figure name="Available" value={availability} format={formatShare} loud={isAvailabilityLow(state) ? loud : ''} />
      <Figure name="p50" value={durationMs?.p50} format={formatDuration} />
      <Figure name="p95" value={durationMs?.p95} format={formatDuration} />
      <Figure name="p99" value={durationMs?.p99} format={formatDuration} />
      <td
        data-name="Calls that failed"
        data-nothing={failures === '' || undefined}
        title={failures}
        className={`${cellOf('Calls that failed')} ${failures === '' ? 'text-dim' : state === 'unusable' || state === 'lossy' ? loud : ''}`}
      >
        <span className="sm:line-clamp-2">{failures || 'none'}</span>
      </td>
      <Figure name="Rows affected" value={rowsAffectedIn(api.rowsAffected) || null} format={formatCount} />
      <Figure name="Quota left" value={quota?.remaining} format={formatCount} />
      <Figure
        name="Error budget left"
        value={errorBudget?.leftShare}
        format={formatShare}
        loud={errorBudget?.met === false ? 'text-warn' : ''}
      />
    </tr>
  );
};

/** Its name, and below it its figures in words. */
const NameCell = ({ api, range, isSimulated, loud }: Omit<Props, 'attributes'> & { readonly loud: string }) => {
  const { name, servers } = api;
  const figures = useSentence(api.outcomeParts);
  return (
    <th scope="row" className="py-2">
      <div className="flex items-baseline gap-2.5">
        <span className="translate-y-px">
          <ApiGlyph shown={api.shown} isNamed />
        </span>
        <Link
          to="/apis/$name"
          params={{ name }}
          search={range}
          data-row
          title={name}
          className="min-w-0 truncate font-strong hover:underline"
        >
          {name}
        </Link>
        {isSimulated ? <Simulated /> : null}
        <span className="min-w-[6ch] shrink-[9] truncate text-dim">{servers.join(', ')}</span>
      </div>
      <p title={figures} className={`mt-0.5 line-clamp-3 pl-[22px] max-sm:line-clamp-4 ${loud || 'text-dim'}`}>
        {figures}
      </p>
    </th>
  );
};

interface FigureProps {
  readonly name: ColumnName;
  readonly value: number | null | undefined;
  readonly format: (value: number) => string;
  readonly loud?: string;
}

const Figure = ({ name, value, format, loud = '' }: FigureProps) => {
  const isNothing = value === null || value === undefined;
  return (
    <td
      data-name={name}
      data-nothing={isNothing || undefined}
      className={`whitespace-nowrap ${cellOf(name)} ${isNothing ? 'text-dim' : loud}`}
    >
      {isNothing ? '–' : format(value)}
    </td>
  );
};
