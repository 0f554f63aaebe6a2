import { useQuery } from '@tanstack/react-query';
import { readinessQuery } from '../fetch/readiness.ts';

const mostLines = 5;

/** Above every page: what the server cannot do now, and what it has lost for good. */
export const HealthNotice = () => {
  const { data: lines = [] } = useQuery(readinessQuery());
  if (lines.length === 0) return null;
  const more = lines.length - mostLines;
  return (
    <div role="alert" className="border-b border-line px-10 py-2 text-warn max-sm:px-4">
      {lines.slice(0, mostLines).map((line) => (
        <p key={line}>{line}</p>
      ))}
      {more > 0 && <p>{`And ${more} more; "sightglass doctor" lists them all.`}</p>}
    </div>
  );
};
