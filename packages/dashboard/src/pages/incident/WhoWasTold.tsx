import type { NotificationItem } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { Part } from '../../components/page/Part.tsx';
import { Exactly } from '../../components/time/Timestamp.tsx';
import { incidentNotificationsQuery } from '../../fetch/incidents/notifications.ts';
import { useSentence } from '../../words/use-sentence.ts';

/** Whether anybody was told, in a line; below it each message and how sending it went. */
export const WhoWasTold = ({ no }: { readonly no: number }) => {
  const { data } = useQuery(incidentNotificationsQuery(no));
  const sentence = useSentence(data?.sentenceParts ?? []);
  if (data === undefined) return null;
  return (
    <Part title="Who was told">
      <p className="max-w-[84ch] wrap-anywhere">{sentence}</p>
      {data.items.length === 0 ? null : (
        <ol aria-label="Messages" className="mt-3 border-t border-line">
          {data.items.map((item) => (
            <Message key={item.id} item={item} />
          ))}
        </ol>
      )}
    </Part>
  );
};

const stateWords: Readonly<Record<NotificationItem['state'], string>> = {
  waiting: 'waits to be sent',
  sending: 'is being sent',
  retry: 'is tried again',
  accepted: 'taken by the mail server',
  dead: 'not sent',
  withdrawn: 'not needed any more',
  shown: 'shown here',
};

const Message = ({ item }: { readonly item: NotificationItem }) => {
  const { at, kind, target, channel, state, why, deliveries, text } = item;
  const last = deliveries.at(-1);
  const answer = state === 'accepted' ? last?.answer : why;
  return (
    <li className="grid grid-cols-[14ch_1fr] gap-4 border-b border-line py-1.5 max-sm:grid-cols-1 max-sm:gap-0">
      <span className="text-dim">
        <Exactly at={at} />
      </span>
      <div className="min-w-0 wrap-anywhere">
        {`${kind} to ${target} (${last?.channel ?? channel}): ${stateWords[state]}`}
        {answer === undefined || answer === '' ? null : <span className="text-dim">{` · ${answer}`}</span>}
        {text === null ? null : (
          <details className="mt-1">
            <summary className="text-dim">The message</summary>
            <pre className="mt-1 overflow-x-auto whitespace-pre-wrap text-dim">{text}</pre>
          </details>
        )}
      </div>
    </li>
  );
};
