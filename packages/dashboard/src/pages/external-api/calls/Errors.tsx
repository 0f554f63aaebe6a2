import { errorCounts } from '@sightglass/model';
import type { ApiDetail } from '@sightglass/model/rest';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { Part } from '../../../components/page/Part.tsx';
import { figureColumns, HeadRow } from '../../../components/table/HeadRow.tsx';
import { LongTable } from '../../../components/table/LongTable.tsx';
import { cell } from '../../../components/table/table.ts';
import { formatCount, formatShare } from '../../../format/number.ts';

/** Why requests failed, or were not sent at all. */
export const Errors = ({ api: { errors, requests } }: { api: ApiDetail }) => {
  const counts = errorCounts(errors);
  if (counts.length === 0) return null;
  return (
    <Part title="Failures" note="by class">
      <LongTable
        caption="Failures by class, the commonest first"
        rows={counts}
        head={<HeadRow columns={['Class', 'Meaning', 'Counted as', ...figureColumns('Requests', '% of requests')]} />}
        row={({ error, name, meaning, count, isSent, isUnavailability }, attributes) => (
          <tr key={error} {...attributes} className="hover:bg-raised">
            <th scope="row" className={cell}>
              {name}
            </th>
            <td className={cell}>{meaning}</td>
            <td className={`${cell} ${isUnavailability ? '' : 'text-dim'}`}>
              {isUnavailability ? 'not available' : isSent ? 'the caller’s' : 'not sent'}
            </td>
            <FigureCell
              name="Requests"
              value={count}
              format={formatCount}
              loud={isUnavailability ? 'text-bad' : isSent ? '' : 'text-warn'}
            />
            <FigureCell
              name="% of requests"
              value={isSent && requests > 0 ? count / requests : null}
              format={formatShare}
            />
          </tr>
        )}
      />
    </Part>
  );
};
