import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Refusal } from '../../components/form/Refusal.tsx';
import { Part } from '../../components/page/Part.tsx';
import { tryRedaction } from '../../fetch/settings.ts';

/** Lines that somebody pastes, and what the policy makes of them. */
export const RedactionTry = () => {
  const [text, setText] = useState('');
  const field = useId();
  const trying = useMutation({ mutationFn: () => tryRedaction(text) });
  return (
    <Part title="Try it" note="nothing you write here is stored">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!trying.isPending) trying.mutate();
        }}
      >
        <label htmlFor={field} className="block">
          Lines
        </label>
        <textarea
          id={field}
          rows={4}
          maxLength={20_000}
          value={text}
          onChange={({ target }) => setText(target.value)}
          className="mt-1 w-full rounded-control border border-edge bg-paper p-2 font-mono text-second"
        />
        <button type="submit" className="control mt-2" disabled={text === ''}>
          Redact
        </button>
      </form>
      <Refusal error={trying.error} />
      {trying.data === undefined ? null : (
        <div aria-live="polite" className="mt-4">
          {trying.data.policy === 'standard' ? <p className="mb-2">As the preset &quot;standard&quot; would:</p> : null}
          <ol className="font-mono text-second">
            {trying.data.lines.map(({ text: line, hits }, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- lines have no other name
              <li key={at} className="wrap-anywhere whitespace-pre-wrap">
                {line} <span className="text-dim">{[...new Set(hits)].join(', ')}</span>
              </li>
            ))}
          </ol>
        </div>
      )}
    </Part>
  );
};
