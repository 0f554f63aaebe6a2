import type {
  accessLogPage,
  createdPerson,
  createdToken,
  passwordLink,
  peopleList,
  sessionList,
  tokenList,
} from '@sightglass/model/rest';
import type { Role } from '@sightglass/model';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { changeJson, getJson } from './client.ts';

type Answer<Shape extends z.ZodType> = z.infer<Shape>;
export type Person = Answer<typeof peopleList>['items'][number];
export type Session = Answer<typeof sessionList>['items'][number];
export type AccessToken = Answer<typeof tokenList>['items'][number];
export type AccessEntry = Answer<typeof accessLogPage>['items'][number];
export type PasswordLink = Answer<typeof passwordLink>;
export type Whose = 'me' | 'everybody';

export const peopleQuery = () =>
  queryOptions({
    queryKey: ['people'],
    queryFn: ({ signal }) => getJson<Answer<typeof peopleList>>('people', {}, signal),
  });
export const tokensQuery = (of: Whose) =>
  queryOptions({
    queryKey: ['tokens', of],
    queryFn: ({ signal }) => getJson<Answer<typeof tokenList>>('tokens', { of }, signal),
  });
export const sessionsQuery = (of: Whose) =>
  queryOptions({
    queryKey: ['sessions', of],
    queryFn: ({ signal }) => getJson<Answer<typeof sessionList>>('sessions', { of }, signal),
  });
export const accessLogQuery = () =>
  infiniteQueryOptions({
    queryKey: ['access-log'],
    queryFn: ({ signal, pageParam }) =>
      getJson<Answer<typeof accessLogPage>>('access-log', { limit: 100, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

export const createPerson = (name: string, role: Role) =>
  changeJson<Answer<typeof createdPerson>>('POST', 'people', { name, role });
export const changePerson = ({ id, role, disabled }: Pick<Person, 'id' | 'role' | 'disabled'>) =>
  changeJson<Person>('PUT', `people/${id}`, { role, disabled });
export const removePerson = (id: string) => changeJson('DELETE', `people/${id}`);
export const newPasswordLink = (id: string) => changeJson<PasswordLink>('POST', `people/${id}/password-link`);
export const setPassword = (link: string, name: string | undefined, password: string) =>
  changeJson('POST', 'password', { link, name, password });

export interface NewToken {
  readonly kind: AccessToken['kind'];
  readonly name: string;
  readonly expiresInDays: number | null;
}
export const createToken = (token: NewToken) => changeJson<Answer<typeof createdToken>>('POST', 'tokens', token);
export const revokeToken = (id: string) => changeJson('DELETE', `tokens/${id}`);
export const endSession = (id: string) => changeJson('DELETE', `sessions/${id}`);
