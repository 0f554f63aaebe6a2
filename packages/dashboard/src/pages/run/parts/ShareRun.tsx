import type { RunDetail } from '@sightglass/model/rest';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Refusal } from '../../../components/form/Refusal.tsx';
import { Copyable } from '../../../components/page/Copyable.tsx';
import { meQuery } from '../../../fetch/access.ts';
import { createShareLink } from '../../../fetch/settings.ts';
import { serverUrl } from '../../../url/base-path.ts';

const lifetimes = [
  [1, 'a day'],
  [7, '7 days'],
  [30, '30 days'],
] as const;

/** Creates a link that shows this run to whoever has it. Nothing for who may not. */
export const ShareRun = ({ run: { namespace, pipeline, runId } }: { readonly run: RunDetail }) => {
  const me = useQuery(meQuery());
  const [days, setDays] = useState(7);
  const field = useId();
  const creating = useMutation({
    mutationFn: () => createShareLink({ namespace, pipeline, runId, expiresInDays: days }),
  });
  if (me.data?.person == null || !me.data.rights.includes('runs:share')) return null;
  return (
    <details className="mt-3">
      <summary className="link w-fit cursor-pointer">Share this run</summary>
      <form
        className="mt-3 flex flex-wrap items-end gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!creating.isPending) creating.mutate();
        }}
      >
        <div>
          <label htmlFor={field} className="block">
            The link works for
          </label>
          <select
            id={field}
            className="control mt-1"
            value={days}
            onChange={({ target }) => setDays(Number(target.value))}
          >
            {lifetimes.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </div>
        <button type="submit" className="control" disabled={creating.isPending}>
          Create the link
        </button>
      </form>
      <Refusal error={creating.error} />
      {creating.data === undefined ? null : (
        <div role="status" className="mt-4 max-w-[72ch]">
          <p className="mb-2">
            Whoever has this link sees this run and its logs, without signing in. It is shown this once; revoke it under
            Settings, Tokens.
          </p>
          <Copyable text={`${serverUrl()}${creating.data.path}`} label="the link to this run" />
        </div>
      )}
    </details>
  );
};
