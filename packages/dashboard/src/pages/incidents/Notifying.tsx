import { useQuery } from '@tanstack/react-query';
import { alertingHealthQuery } from '../../fetch/incidents/notifications.ts';
import { useSentence } from '../../words/use-sentence.ts';

/** Whether trouble is judged and messages leave, and of which open incidents nobody was notified. */
export const Notifying = () => {
  const { data } = useQuery(alertingHealthQuery());
  const sentence = useSentence(data?.sentenceParts ?? []);
  if (data === undefined) return null;
  const isWell = data.ok && data.untold.length === 0;
  return (
    <p className={`mt-2 max-w-[84ch] ${isWell ? 'text-dim' : 'text-warn'}`}>
      {sentence}
      {data.untold.length > 0 && data.channels > 0
        ? ` Nobody was notified of ${named(data.untold)}; why is on the page of each.`
        : ''}
    </p>
  );
};

const mostNamed = 3;
const named = (numbers: readonly number[]): string => {
  const names = numbers.slice(0, mostNamed).map((no) => `INC-${no}`);
  const more = numbers.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
};
