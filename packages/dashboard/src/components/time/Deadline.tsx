import type { RunDeadline } from '@sightglass/model/rest';
import { Timestamp } from './Timestamp.tsx';

/** `due by 04:00`, `met`, `missed`: whether a run met its deadline. */
export const Deadline = ({ deadline: { at, state } }: { deadline: RunDeadline }) => {
  if (state === 'due')
    return (
      <span className="whitespace-nowrap">
        due by <Timestamp at={at} />
      </span>
    );
  return (
    <span className={`whitespace-nowrap ${state === 'missed' ? 'text-warn' : ''}`}>
      {state} <span className="sr-only">its deadline of</span>{' '}
      <span className="text-dim">
        <Timestamp at={at} />
      </span>
    </span>
  );
};
