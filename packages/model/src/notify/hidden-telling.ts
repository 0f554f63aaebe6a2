import type { Incident } from '../alerting/incidents/incident.ts';
import { incidentName } from '../alerting/incidents/incident-words.ts';
import type { Telling } from './telling.ts';

/** The end of an incident that came to concern more than the reader may see: it names nothing. Pure. */
export const hiddenTelling = ({ no, endedAtMs }: Pick<Incident, 'no' | 'endedAtMs'>): Telling => {
  const isOver = endedAtMs !== null;
  const word = isOver ? 'Over' : 'Closed';
  return {
    usable: { word, tone: isOver ? 'good' : 'unknown' },
    headline: isOver
      ? `Over: ${incidentName(no)}, of which you were told, is over.`
      : `Closed: ${incidentName(no)}, of which you were told, was closed by hand. It is still in trouble.`,
    about: 'It concerns more than your teams see by now, so nothing else of it is written here.',
    facts: [],
    steps: [],
    links: [],
    small: ['You were told of the trouble, so you are told of its end.'],
  };
};
