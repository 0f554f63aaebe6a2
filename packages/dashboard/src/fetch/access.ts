import type { Me } from '@sightglass/model/rest';
import { queryOptions } from '@tanstack/react-query';
import { changeJson, getJson, RequestError } from './client.ts';
import { withBase } from '../url/base-path.ts';

/** Who looks at this page, and what they may do. */
export const meQuery = () =>
  queryOptions({
    queryKey: ['me'],
    queryFn: ({ signal }) => getJson<Me>('me', {}, signal),
    staleTime: 60_000,
  });

export const signIn = (name: string, password: string): Promise<Me> =>
  changeJson<Me>('POST', 'session', { name, password });

/** Ends the session. */
export const signOut = (): Promise<undefined> => changeJson('DELETE', 'session');

/** The addresses somebody reaches who has not signed in. */
export const doorPaths: readonly string[] = ['/sign-in', '/password', '/shared'];

/** Where to go when the server does not know who asks: the page for signing in, which leads back here. */
export const signInAddress = ({ pathname, search, hash }: Pick<Location, 'pathname' | 'search' | 'hash'>): string =>
  withBase(`/sign-in?next=${encodeURIComponent(`${pathname}${search}${hash}`)}`);

export const isSignInNeeded = (error: unknown): boolean => error instanceof RequestError && error.status === 401;
