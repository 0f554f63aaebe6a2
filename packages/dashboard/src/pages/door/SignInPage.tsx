import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { Field } from '../../components/form/Field.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { meQuery, providerAddress, signIn, signInFailureQuery } from '../../fetch/access.ts';
import { DoorForm } from './DoorForm.tsx';
import { readSignInSearch } from './door-search.ts';
import { withBase } from '../../url/base-path.ts';

const route = getRouteApi('/sign-in');

export const SignInPage = () => {
  const { next = withBase('/'), failed } = route.useSearch({ select: readSignInSearch });
  const me = useQuery(meQuery());
  return (
    <>
      <PageHead tab="Sign in" title="Sign in to Sightglass" />
      {me.data?.needsFirstAdmin ? <NobodyYet /> : null}
      {failed === undefined ? null : <ProviderFailure />}
      {me.data?.provider == null ? null : <WithProvider name={me.data.provider.name} next={next} />}
      {me.data?.signIn === 'off' ? <NotNeeded /> : <NameAndPassword next={next} />}
    </>
  );
};

/** Nobody is led there without having asked: after a sign-out this page is where it ends. */
const WithProvider = ({ name, next }: { readonly name: string; readonly next: string }) => (
  <>
    <a href={providerAddress(next)} className="control">
      Sign in with {name}
    </a>
    <p className="mt-6 mb-2 text-dim">or with a password of this server:</p>
  </>
);

const ProviderFailure = () => {
  const { data } = useQuery(signInFailureQuery());
  if (data?.detail == null) return null;
  return (
    <p role="alert" className="mb-4 max-w-[60ch] border-l-2 border-bad py-1 pl-4 wrap-anywhere">
      {data.detail}
    </p>
  );
};

const NameAndPassword = ({ next }: { readonly next: string }) => {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const entering = useMutation({
    mutationFn: () => signIn(name.trim(), password),
    onSuccess: () => {
      client.clear();
      location.assign(next);
    },
  });
  return (
    <>
      <DoorForm
        button="Sign in"
        isPending={entering.isPending || entering.isSuccess}
        error={entering.error}
        onSubmit={() => entering.mutate()}
      >
        <Field
          label="Name"
          onText={setName}
          value={name}
          autoComplete="username"
          autoCapitalize="none"
          required
          autoFocus
        />
        <Field
          label="Password"
          onText={setPassword}
          value={password}
          type="password"
          autoComplete="current-password"
          required
        />
      </DoorForm>
      <p className="mt-6 max-w-[60ch] text-dim">
        You have forgotten the password, or have none yet? An admin can give you a link with which you set one.
      </p>
    </>
  );
};

const NobodyYet = () => (
  <p className="mb-4 max-w-[60ch] border-l-2 border-warn py-1 pl-4">
    Nobody can sign in yet. The server printed a link for the first admin when it started; open that link.
  </p>
);

const NotNeeded = () => (
  <p className="mb-4 max-w-[60ch] border-l-2 border-line py-1 pl-4">
    Nobody needs to sign in on this server:{' '}
    <a href={withBase('/')} className="link">
      go to all pipelines
    </a>
    .
  </p>
);
