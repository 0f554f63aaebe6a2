import type { CommandLineCode, Me, Profile, SignedOut, SignInFailure } from '@sightglass/model/rest';
import { queryOptions } from '@tanstack/react-query';
import { withBase } from '../url/base-path.ts';
import { apiUrl, changeJson, getJson, RequestError } from './client.ts';

/** Who looks at this page, and what they may do. */
export const meQuery = () =>
  queryOptions({
    queryKey: ['me'],
    queryFn: ({ signal }) => getJson<Me>('me', {}, signal),
    staleTime: 60_000,
  });

export const signIn = (name: string, password: string): Promise<Me> =>
  changeJson<Me>('POST', 'session', { name, password });

/** Keeps with the account what somebody has chosen for the pages. */
export const saveProfile = (profile: Profile): Promise<Profile> => changeJson<Profile>('PUT', 'me/profile', profile);

/** Ends the session; resolves with where to go next: to the provider that began it, which ends its own. */
export const signOut = async (): Promise<string> =>
  (await changeJson<SignedOut>('DELETE', 'session')).continueAt ?? withBase('/sign-in');

/** Where a browser goes to sign in with the provider, and comes back to `next`. */
export const providerAddress = (next: string): string =>
  apiUrl('oidc/start', { next: next === '/' ? undefined : next });

/** Why the last sign-in with the provider failed. */
export const signInFailureQuery = () =>
  queryOptions({
    queryKey: ['sign-in-failure'],
    queryFn: ({ signal }) => getJson<SignInFailure>('oidc/failure', {}, signal),
    retry: false,
  });

/** Lets a command line act for who is signed in; the code goes back to it. */
export const allowCommandLine = (challenge: string, name: string): Promise<CommandLineCode> =>
  changeJson<CommandLineCode>('POST', 'command-line/consent', { challenge, name });

/** The addresses somebody reaches who has not signed in. */
export const doorPaths: readonly string[] = ['/sign-in', '/password', '/shared', '/command-line'];

/** Where to go when the server does not know who asks: the page for signing in, which leads back here. */
export const signInAddress = ({ pathname, search, hash }: Pick<Location, 'pathname' | 'search' | 'hash'>): string =>
  withBase(`/sign-in?next=${encodeURIComponent(`${pathname}${search}${hash}`)}`);

export const isSignInNeeded = (error: unknown): boolean => error instanceof RequestError && error.status === 401;
