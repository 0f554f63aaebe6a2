import type { IncidentItem } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { IncidentGlyph } from '../../components/glyph/IncidentGlyph.tsx';
import { Simulated } from '../../components/page/SimulatedMark.tsx';
import { SortHead } from '../../components/table/SortHead.tsx';
import { LongTable, type RowAttributes } from '../../components/table/LongTable.tsx';
import { cell, headCell } from '../../components/table/table.ts';
import { Ago } from '../../components/time/Timestamp.tsx';
import { cutLongWords } from '../../format/long-words.ts';
import { countOf } from '../../format/number.ts';
import { useSimulatedIncidents } from '../../fetch/use-simulated.ts';
import { useSentence } from '../../words/use-sentence.ts';
import type { IncidentsSearch } from './incidents-search.ts';

const rowHeight = 57;

interface Props {
  readonly incidents: readonly IncidentItem[];
  readonly search: Pick<IncidentsSearch, 'sort' | 'order'>;
  readonly onSort: (sort: IncidentsSearch['sort'], order: 'asc' | undefined) => void;
}

export const IncidentTable = ({ incidents, search: { sort, order }, onSort }: Props) => {
  const isSimulated = useSimulatedIncidents(incidents);
  return (
    <LongTable
      caption={sort === undefined ? 'Incidents, open ones first' : 'Incidents'}
      rows={incidents}
      rowHeight={rowHeight}
      head={
        <tr>
          <th className={`${headCell} w-full`}>Incident</th>
          <SortHead name="Severity" by={undefined} hasOneWay sort={sort} onSort={onSort} />
          <th className={headCell}>State</th>
          <th className={`${headCell} max-md:hidden!`}>Pipelines</th>
          <th className={`${headCell} max-md:hidden!`}>Who</th>
          <SortHead name="Since" by="since" sort={sort} order={order} onSort={onSort} />
        </tr>
      }
      row={(incident, attributes) => (
        <IncidentRow
          key={incident.no}
          incident={incident}
          attributes={attributes}
          isSimulated={isSimulated(incident)}
        />
      )}
    />
  );
};

interface RowProps {
  readonly incident: IncidentItem;
  readonly attributes: RowAttributes;
  readonly isSimulated: boolean;
}

const IncidentRow = ({ incident, attributes, isSimulated }: RowProps) => {
  const { no, title, shown, severity, owner, acknowledgedBy, firstBadAt, pipelines, pipelineCount, state } = incident;
  const loud = state === 'open' ? `tone tone-${shown.tone}` : 'text-dim';
  const sentence = useSentence(incident.sentenceParts);
  return (
    <tr {...attributes} className="hover:bg-raised">
      <th scope="row" className={`${cell} max-w-0 min-w-[24ch] py-2 max-sm:max-w-full max-sm:basis-full`}>
        <div className="flex items-baseline gap-2.5">
          <span className="translate-y-px">
            <IncidentGlyph shown={shown} />
          </span>
          <Link
            to="/incidents/$no"
            params={{ no: String(no) }}
            data-row
            title={title}
            className="min-w-0 truncate font-strong hover:underline"
          >
            {title}
          </Link>
          <span className="text-dim whitespace-nowrap">{`INC-${no}`}</span>
          {isSimulated ? <Simulated /> : null}
        </div>
        <p
          title={sentence}
          className={`mt-0.5 truncate pl-[22px] max-sm:line-clamp-3 max-sm:whitespace-normal ${loud}`}
        >
          {cutLongWords(sentence)}
        </p>
      </th>
      <td className={`${cell} max-sm:pl-[22px] ${loud}`}>{severity}</td>
      <td className={`${cell} whitespace-nowrap`}>{shown.word}</td>
      <td className={`${cell} whitespace-nowrap text-dim max-md:hidden!`} title={pipelines.join('\n') || undefined}>
        {pipelineCount === 0 ? 'none' : countOf(pipelineCount, 'pipeline')}
      </td>
      <td className={`${cell} max-w-[24ch] truncate text-dim max-md:hidden!`}>
        {owner ?? acknowledgedBy ?? 'nobody yet'}
      </td>
      <td className={`${cell} whitespace-nowrap text-dim`}>
        <Ago at={firstBadAt} />
      </td>
    </tr>
  );
};
