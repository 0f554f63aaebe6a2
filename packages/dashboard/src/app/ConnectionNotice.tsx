import { useEffect } from 'react';
import { stopClock } from '../components/time/use-now.ts';
import { clockWords } from '@sightglass/model';
import { timeZone } from '../format/zone.ts';

/** While the server is away: up to when the page knows. The clock of the page stops there, so that nothing seems to go on. */
export const ConnectionNotice = ({ knownAt }: { knownAt: number | null }) => {
  useEffect(() => stopClock(knownAt), [knownAt]);
  return (
    <p role="status" className={knownAt === null ? 'sr-only' : 'border-b border-line px-10 py-2 text-warn max-sm:px-4'}>
      {knownAt === null
        ? ''
        : `The server is not answering. This page shows what was known at ${clockWords(knownAt, { timeZone: timeZone() })} and goes on by itself.`}
    </p>
  );
};
