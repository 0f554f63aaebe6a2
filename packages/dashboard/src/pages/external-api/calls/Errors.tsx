import type { ApiDetail } from '@sightglass/model/rest';
import { errorCounts } from '../../../external-apis/error-words.ts';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { Part } from '../../../components/page/Part.tsx';
import { cell, headCell, headFigure, tableClass } from '../../../components/table/table.ts';
import { formatCount, formatShare } from '../../../format/number.ts';

/** Why requests failed, or were not sent at all. */
export const Errors = ({ api: { errors, requests } }: { api: ApiDetail }) => {
  const counts = errorCounts(errors);
  if (counts.length === 0) return null;
  return (
    <Part title="Failures" note="by class">
      <table className={tableClass}>
        <caption className="sr-only">Failures by class, the commonest first</caption>
        <thead>
          <tr>
            <th className={headCell}>Class</th>
            <th className={headCell}>Means</th>
            <th className={headCell}>Counts as</th>
            <th className={headFigure}>Requests</th>
            <th className={headFigure}>Of all sent</th>
          </tr>
        </thead>
        <tbody>
          {counts.map(({ error, name, meaning, count, isSent, isUnavailability }) => (
            <tr key={error} className="hover:bg-raised">
              <th scope="row" className={cell}>
                {name}
              </th>
              <td className={cell}>{meaning}</td>
              <td className={`${cell} ${isUnavailability ? '' : 'text-dim'}`}>
                {isUnavailability ? 'not available' : isSent ? 'the caller’s' : 'held back'}
              </td>
              <FigureCell
                name="Requests"
                value={count}
                format={formatCount}
                loud={isUnavailability ? 'text-bad' : isSent ? '' : 'text-warn'}
              />
              <FigureCell
                name="Of all sent"
                value={isSent && requests > 0 ? count / requests : null}
                format={formatShare}
              />
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
};
