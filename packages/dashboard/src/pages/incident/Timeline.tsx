import type { IncidentEntry } from '@sightglass/model/rest';
import { Exactly } from '../../components/time/Timestamp.tsx';
import { useSentence } from '../../words/use-sentence.ts';

/** What happened, oldest first; notes of people are set apart by their author. */
export const Timeline = ({ entries }: { readonly entries: readonly IncidentEntry[] }) => (
  <ol aria-label="Timeline" className="border-t border-line">
    {entries.map((entry) => (
      <Entry key={entry.seq} entry={entry} />
    ))}
  </ol>
);

const Entry = ({ entry }: { readonly entry: IncidentEntry }) => {
  const sentence = useSentence(entry.sentenceParts);
  return (
    <li className="grid grid-cols-[14ch_1fr] gap-4 border-b border-line py-1.5 max-sm:grid-cols-1 max-sm:gap-0">
      <span className="text-dim">
        <Exactly at={entry.at} />
      </span>
      <span className="min-w-0 whitespace-pre-line wrap-anywhere">
        {entry.kind === 'noted' ? <span className="text-dim">{`${entry.by ?? 'somebody'}: `}</span> : null}
        {sentence}
      </span>
    </li>
  );
};
