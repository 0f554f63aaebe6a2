import type {
  AccessLogPage,
  CreatedPerson,
  CreatedToken,
  PasswordLink,
  PeopleList,
  Person,
  PrivacyView,
  RedactionTried,
  SessionList,
  TokenList,
} from '@sightglass/model/rest';
import type { Role } from '@sightglass/model';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { changeJson, getJson } from './client.ts';

export type Whose = 'me' | 'everybody';

export const peopleQuery = () =>
  queryOptions({
    queryKey: ['people'],
    queryFn: ({ signal }) => getJson<PeopleList>('people', {}, signal),
  });
export const tokensQuery = (of: Whose) =>
  queryOptions({
    queryKey: ['tokens', of],
    queryFn: ({ signal }) => getJson<TokenList>('tokens', { of }, signal),
  });
export const sessionsQuery = (of: Whose) =>
  queryOptions({
    queryKey: ['sessions', of],
    queryFn: ({ signal }) => getJson<SessionList>('sessions', { of }, signal),
  });
export const accessLogQuery = () =>
  infiniteQueryOptions({
    queryKey: ['access-log'],
    queryFn: ({ signal, pageParam }) => getJson<AccessLogPage>('access-log', { limit: 100, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

export const privacyQuery = () =>
  queryOptions({
    queryKey: ['privacy'],
    queryFn: ({ signal }) => getJson<PrivacyView>('privacy', {}, signal),
  });
export const tryRedaction = (text: string) => changeJson<RedactionTried>('POST', 'privacy/try', { text });

export const createPerson = (name: string, role: Role) => changeJson<CreatedPerson>('POST', 'people', { name, role });
export const changePerson = ({ id, role, disabled }: Pick<Person, 'id' | 'role' | 'disabled'>) =>
  changeJson<Person>('PUT', `people/${id}`, { role, disabled });
export const removePerson = (id: string) => changeJson('DELETE', `people/${id}`);
export const newPasswordLink = (id: string) => changeJson<PasswordLink>('POST', `people/${id}/password-link`);
export const setPassword = (link: string, name: string | undefined, password: string) =>
  changeJson('POST', 'password', { link, name, password });

export interface NewToken {
  readonly kind: TokenList['items'][number]['kind'];
  readonly name: string;
  readonly expiresInDays: number | null;
}
export const createToken = (token: NewToken) => changeJson<CreatedToken>('POST', 'tokens', token);
export const revokeToken = (id: string) => changeJson('DELETE', `tokens/${id}`);
export const endSession = (id: string) => changeJson('DELETE', `sessions/${id}`);
