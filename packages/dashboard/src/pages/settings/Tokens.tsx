import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { Field } from '../../components/form/Field.tsx';
import { Refusal } from '../../components/form/Refusal.tsx';
import { Copyable } from '../../components/page/Copyable.tsx';
import { Part } from '../../components/page/Part.tsx';
import { HeadRow } from '../../components/table/HeadRow.tsx';
import { LongTable, type RowAttributes } from '../../components/table/LongTable.tsx';
import { cell } from '../../components/table/table.ts';
import { Ago, Timestamp } from '../../components/time/Timestamp.tsx';
import type { AccessToken } from '@sightglass/model/rest';
import { sentWords } from '@sightglass/model/words/token-scope';
import { ShareLinks } from './ShareLinks.tsx';
import { TokenScope } from './TokenScope.tsx';
import { createToken, type NewToken, revokeToken, tokensQuery } from '../../fetch/settings.ts';

/** Tokens of programs: for sending telemetry, and for the API. */
export const Tokens = ({ mayManage }: { readonly mayManage: boolean }) => {
  const tokens = useQuery(tokensQuery(mayManage ? 'everybody' : 'me'));
  return (
    <>
      <Part title="New token">
        <NewTokenForm mayManage={mayManage} />
      </Part>
      <Part title={mayManage ? 'Tokens of everybody' : 'Your tokens'}>
        <Awaited query={tokens} what="The tokens" loading={<LoadingRows rows={4} height={32} what="the tokens" />}>
          {({ items }) =>
            items.length === 0 ? <EmptyNotice title="There is no token yet." /> : <TokenTable tokens={items} />
          }
        </Awaited>
      </Part>
      <ShareLinks mayManage={mayManage} />
    </>
  );
};

const kinds = {
  api: 'for reading and changing, with your rights',
  ingest: 'for sending telemetry, nothing else',
} as const;
const lifetimes = [
  [30, '30 days'],
  [90, '90 days'],
  [365, 'a year'],
  [null, 'no end'],
] as const;

const NewTokenForm = ({ mayManage }: { readonly mayManage: boolean }) => {
  const client = useQueryClient();
  const [token, setToken] = useState<NewToken>({
    kind: mayManage ? 'ingest' : 'api',
    name: '',
    expiresInDays: 90,
    signals: null,
    namespaces: null,
  });
  const change = (part: Partial<NewToken>) => setToken((before) => ({ ...before, ...part }));
  const creating = useMutation({
    mutationFn: () => createToken(token),
    onSuccess: () => {
      change({ name: '' });
      return client.invalidateQueries({ queryKey: ['tokens'] });
    },
  });
  const kindField = useId();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!creating.isPending) creating.mutate();
      }}
    >
      <div className="max-w-[36ch]">
        <Field
          label="Name"
          note="what it is used for"
          placeholder="such as: nightly load on etl-1"
          required
          maxLength={100}
          value={token.name}
          onText={(name) => change({ name })}
        />
      </div>
      <div className="mt-4 flex flex-wrap items-end gap-4">
        <div>
          <label htmlFor={kindField} className="block">
            It is
          </label>
          <select
            id={kindField}
            className="control mt-1"
            value={token.kind}
            onChange={({ target }) =>
              change({ kind: target.value === 'ingest' ? 'ingest' : 'api', signals: null, namespaces: null })
            }
          >
            {mayManage ? <option value="ingest">{kinds.ingest}</option> : null}
            <option value="api">{kinds.api}</option>
          </select>
        </div>
        <Lifetime days={token.expiresInDays} onChange={(expiresInDays) => change({ expiresInDays })} />
        <button type="submit" className="control" disabled={creating.isPending}>
          Create the token
        </button>
      </div>
      {token.kind === 'ingest' ? <TokenScope signals={token.signals} onChange={change} /> : null}
      <Refusal error={creating.error} />
      {creating.data === undefined ? null : <Created token={creating.data.token} />}
    </form>
  );
};

interface LifetimeProps {
  readonly days: number | null;
  readonly onChange: (days: number | null) => void;
}

const Lifetime = ({ days, onChange }: LifetimeProps) => {
  const field = useId();
  return (
    <div>
      <label htmlFor={field} className="block">
        It works for
      </label>
      <select
        id={field}
        className="control mt-1"
        value={String(days)}
        onChange={({ target }) => onChange(lifetimes.find(([one]) => String(one) === target.value)?.[0] ?? null)}
      >
        {lifetimes.map(([one, words]) => (
          <option key={words} value={String(one)}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
};

const Created = ({ token }: { readonly token: string }) => (
  <div role="status" className="mt-4 max-w-[72ch]">
    <p className="mb-2">
      Copy it now: it is shown only this once. Programs read it from the variable SIGHTGLASS_TOKEN.
    </p>
    <Copyable text={token} label="the new token" />
  </div>
);

const TokenTable = ({ tokens }: { readonly tokens: readonly AccessToken[] }) => {
  const client = useQueryClient();
  const revoking = useMutation({
    mutationFn: revokeToken,
    onSettled: () => client.invalidateQueries({ queryKey: ['tokens'] }),
  });
  return (
    <>
      <LongTable
        caption="Tokens that work, newest first"
        rows={tokens}
        head={
          <HeadRow columns={[{ name: 'Name', width: 'w-full' }, 'Kind', 'Of', 'Last used', 'Works until', 'Revoke']} />
        }
        row={(token, attributes) => (
          <TokenRow
            key={token.id}
            token={token}
            attributes={attributes}
            isPending={revoking.isPending}
            onRevoke={() => revoking.mutate(token.id)}
          />
        )}
      />
      <Refusal error={revoking.error} />
    </>
  );
};

interface RowProps {
  readonly token: AccessToken;
  readonly attributes: RowAttributes;
  readonly isPending: boolean;
  readonly onRevoke: () => void;
}

const TokenRow = ({
  token: { name, personName, lastUsedAt, expiresAt, ...token },
  attributes,
  isPending,
  onRevoke,
}: RowProps) => (
  <tr {...attributes} className="hover:bg-raised">
    <th scope="row" className={`${cell} max-w-0 truncate font-strong max-sm:max-w-full`} title={name}>
      {name}
    </th>
    <td className={cell} data-name="Kind">
      {token.kind}
      <span className="block max-w-[32ch] truncate text-dim" title={sentWords(token)}>
        {sentWords(token)}
      </span>
    </td>
    <td className={`${cell} text-dim`} data-name="Of">
      {personName ?? 'nobody'}
    </td>
    <td className={cell} data-name="Last used">
      {lastUsedAt === null ? <span className="text-dim">never</span> : <Ago at={lastUsedAt} />}
    </td>
    <td className={cell} data-name="Works until">
      {expiresAt === null ? <span className="text-dim">no end</span> : <Timestamp at={expiresAt} />}
    </td>
    <td className={cell}>
      <button type="button" className="link" disabled={isPending} onClick={onRevoke} aria-label={`Revoke ${name}`}>
        Revoke
      </button>
    </td>
  </tr>
);
