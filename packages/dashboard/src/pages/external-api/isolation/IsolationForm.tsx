import { breakerSharingWords } from '@sightglass/model';
import type { ApiDetail } from '@sightglass/model/rest';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { putIsolation } from '../../../fetch/external-apis.ts';
import { RequestError } from '../../../fetch/client.ts';

interface Props {
  readonly api: ApiDetail;
  readonly isIsolated: boolean;
  readonly onDone: () => void;
}

const longestReason = 500;

export const IsolationForm = ({ api, isIsolated, onDone }: Props) => {
  const { name } = api;
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const order = useMutation({
    mutationFn: () => putIsolation(name, { isolated: !isIsolated, reason: isIsolated ? '' : reason.trim() }),
    onSuccess: () => {
      onDone();
      return client.invalidateQueries({ queryKey: ['apis'] });
    },
  });
  const title = `${isIsolated ? 'Allow' : 'Stop'} calls to ${shortened(name)}`;
  return (
    <form
      className="p-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (!order.isPending) order.mutate();
      }}
    >
      <h2 className="mb-3 text-name wrap-anywhere">{title}?</h2>
      {isIsolated ? (
        <Releases api={api} />
      ) : (
        <>
          <Isolates api={api} />
          <Reason value={reason} onChange={setReason} />
        </>
      )}
      {order.error === null ? null : <Refusal error={order.error} what={title} />}
      <div className="mt-5 flex gap-2">
        <button type="submit" className="control" disabled={order.isPending} autoFocus={isIsolated}>
          {order.isPending ? 'Waiting for the server …' : title}
        </button>
        <button type="button" className="control text-dim" onClick={onDone}>
          Cancel
        </button>
      </div>
    </form>
  );
};

const Reason = ({ value, onChange }: { value: string; onChange: (value: string) => void }) => {
  const field = useId();
  return (
    <>
      <label htmlFor={field} className="mt-4 block">
        Reason <span className="text-dim">shown wherever calls are stopped</span>
      </label>
      <input
        id={field}
        autoFocus
        required
        maxLength={longestReason}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        placeholder="such as: maintenance until 14:00"
        className="mt-1 h-8 w-full rounded-control border border-edge bg-paper px-2"
      />
    </>
  );
};

const shortened = (name: string): string => (name.length > 32 ? `${name.slice(0, 31)}…` : name);

const Isolates = ({ api }: { api: ApiDetail }) => (
  <>
    <p>
      Every process that declares {api.name} with <code className="font-mono text-second">shared: true</code> stops
      calling it within two seconds of its next call, and treats its rows by its own policy, until someone allows calls
      again. Processes that do not share the breaker still call it.
    </p>
    <Callers callers={api.callers} />
  </>
);

const Releases = ({ api }: { api: ApiDetail }) => (
  <p>
    Every process that shares the breaker of {api.name} calls it again, within two seconds of its next call. Rows that
    were decided about in the meantime stay as they are.
    {api.shared?.reason ? (
      <span className="mt-2 block text-dim">Calls were stopped because of: {api.shared.reason}</span>
    ) : null}
  </p>
);

const Callers = ({ callers }: Pick<ApiDetail, 'callers'>) => (
  <p className={`mt-2 ${callers.some(({ sharesBreaker }) => !sharesBreaker) ? 'text-warn' : 'text-dim'}`}>
    {breakerSharingWords(callers)}
  </p>
);

/** The server refused; otherwise nobody knows what it did. */
const isRefused = (error: Error): boolean => error instanceof RequestError && error.status >= 400 && error.status < 500;

const Refusal = ({ error, what }: { error: Error; what: string }) => (
  <div role="alert" className="mt-4 border-l-2 border-bad py-1 pl-4">
    <p className="font-strong">{what}: that did not work</p>
    <p className="mt-1 text-dim">
      {error.message}{' '}
      {isRefused(error)
        ? 'Nothing has changed; you can try again.'
        : 'It may have worked all the same: check the page before you try again.'}
    </p>
  </div>
);
