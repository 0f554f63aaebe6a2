import { useQuery } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import type { AnswerError } from '../components/answer/error-words.ts';
import { Simulated } from '../components/page/SimulatedMark.tsx';
import { openIncidentsQuery } from '../fetch/incidents/read.ts';
import { useSimulatedIncidents } from '../fetch/use-simulated.ts';
import { useSentence } from '../words/use-sentence.ts';

/** Above every page but those of incidents, only while one is open, or while it is not known: what it is, and the way to it. */
export const IncidentBand = () => {
  const { data, error } = useQuery(openIncidentsQuery());
  const isThere = useRouterState({ select: ({ location }) => location.pathname.startsWith('/incidents') });
  const sentence = useSentence(data?.sentenceParts ?? []);
  const items = data?.items ?? [];
  const [only] = items;
  const isSimulated = useSimulatedIncidents(items);
  if (!isThere && error !== null && isUnread(error))
    return (
      <aside aria-label="Incidents" className="border-b border-line px-10 py-2 text-warn max-sm:px-4">
        The incidents could not be read, so it is not known whether anything is open.
      </aside>
    );
  if (isThere || data === undefined || (data.open === 0 && data.openShared === 0 && data.isJudged)) return null;
  const tone = data.bySeverity.P1 > 0 ? 'text-bad' : 'text-warn';
  return (
    <aside
      aria-label="Incidents"
      className={`flex flex-wrap gap-x-4 border-b border-line px-10 py-2 max-sm:px-4 ${tone}`}
    >
      <span className="min-w-0 truncate max-sm:whitespace-normal">{sentence}</span>
      {items.length === data.open && items.length > 0 && items.every(isSimulated) ? <Simulated /> : null}
      {data.open === 1 && only !== undefined ? (
        <Link to="/incidents/$no" params={{ no: String(only.no) }} className="link ml-auto whitespace-nowrap">
          {`INC-${only.no}`}
        </Link>
      ) : (
        <Link to="/incidents" className="link ml-auto whitespace-nowrap">
          All incidents
        </Link>
      )}
    </aside>
  );
};

/** The server is there and cannot read them; the frame of the page shows that it is away. */
const isUnread = ({ status = 0 }: AnswerError): boolean => status >= 500;
