import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { Refusal } from '../../components/form/Refusal.tsx';
import { Copyable } from '../../components/page/Copyable.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { allowCommandLine, meQuery, signInAddress } from '../../fetch/access.ts';
import { codeAddress, readCommandLineSearch } from './command-line-search.ts';

const route = getRouteApi('/command-line');

/** Where `sightglass login` leads: somebody who has signed in lets it act for them. */
export const CommandLinePage = () => {
  const me = useQuery(meQuery());
  const { challenge, name = 'command line', port } = route.useSearch({ select: readCommandLineSearch });
  return (
    <Awaited query={me} what="This page" loading={<LoadingRows rows={2} height={32} what="this page" />}>
      {({ person }) => {
        if (challenge === undefined) return <Incomplete />;
        return person === null ? (
          <SignedOut />
        ) : (
          <Consent challenge={challenge} name={name} port={port} person={`${person.name}, ${person.role}`} />
        );
      }}
    </Awaited>
  );
};

const Incomplete = () => (
  <PageHead tab="Command line" title="This address is not complete.">
    <p className="mt-4 max-w-[60ch] text-dim">
      Open the whole address that <code className="font-mono text-second">sightglass login</code> printed.
    </p>
  </PageHead>
);

const SignedOut = () => (
  <PageHead tab="Command line" title="Sign in to let the command line act for you">
    <a href={signInAddress(location)} className="control mt-4">
      Sign in
    </a>
  </PageHead>
);

interface ConsentProps {
  readonly challenge: string;
  readonly name: string;
  readonly port: number | undefined;
  readonly person: string;
}

const Consent = ({ challenge, name, port, person }: ConsentProps) => {
  const allowing = useMutation({
    mutationFn: () => allowCommandLine(challenge, name),
    onSuccess: ({ code }) => {
      if (port !== undefined) location.assign(codeAddress(port, code));
    },
  });
  return (
    <>
      <PageHead tab="Command line" title={`Let "${name}" act for you?`}>
        <p className="mt-4 max-w-[60ch]">
          It may then do for 30 days what you may ({person}). Go on only if you have just called{' '}
          <code className="font-mono text-second">sightglass login</code> yourself; you can revoke its token under
          Settings.
        </p>
      </PageHead>
      {allowing.data === undefined ? (
        <button type="button" className="control" disabled={allowing.isPending} onClick={() => allowing.mutate()}>
          Let it act for me
        </button>
      ) : (
        <div role="status" className="max-w-[60ch]">
          <p className="mb-2">
            If the terminal does not go on by itself, type this code there. It works for 5 minutes.
          </p>
          <Copyable text={allowing.data.code} label="the code" />
        </div>
      )}
      <Refusal error={allowing.error} />
    </>
  );
};
