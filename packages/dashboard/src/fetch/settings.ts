import type {
  AccessLogPage,
  CreatedPerson,
  CreatedShareLink,
  CreatedToken,
  DataInventory,
  LegalHold,
  LegalHoldList,
  NewLegalHold,
  NewShareLink,
  PasswordLink,
  PeopleList,
  Person,
  PrivacyView,
  RedactionTried,
  RetentionAnswer,
  SenderList,
  SessionList,
  Team,
  TeamChange,
  TeamList,
  SharedRun,
  ShareLinkList,
  SignInSettings,
  TokenList,
} from '@sightglass/model/rest';
import type { Role } from '@sightglass/model';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { apiUrl, changeJson, getJson } from './client.ts';

export type Whose = 'me' | 'everybody';

export const peopleQuery = () =>
  queryOptions({
    queryKey: ['people'],
    queryFn: ({ signal }) => getJson<PeopleList>('people', {}, signal),
  });
export const teamsQuery = () =>
  queryOptions({
    queryKey: ['teams'],
    queryFn: ({ signal }) => getJson<TeamList>('teams', {}, signal),
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
export const retentionQuery = () =>
  queryOptions({
    queryKey: ['retention'],
    queryFn: ({ signal }) => getJson<RetentionAnswer>('retention', {}, signal),
  });
export const inventoryQuery = () =>
  queryOptions({
    queryKey: ['data-inventory'],
    queryFn: ({ signal }) => getJson<DataInventory>('data-inventory', {}, signal),
  });
export const legalHoldsQuery = () =>
  queryOptions({
    queryKey: ['legal-holds'],
    queryFn: ({ signal }) => getJson<LegalHoldList>('legal-holds', {}, signal),
  });
export const placeHold = (hold: NewLegalHold) => changeJson<LegalHold>('POST', 'legal-holds', hold);
export const releaseHold = (id: string) => changeJson('DELETE', `legal-holds/${id}`);

export const signInSettingsQuery = () =>
  queryOptions({
    queryKey: ['sign-in-settings'],
    queryFn: ({ signal }) => getJson<SignInSettings>('sign-in', {}, signal),
  });
export const sendersQuery = () =>
  queryOptions({
    queryKey: ['senders'],
    queryFn: ({ signal }) => getJson<SenderList>('senders', {}, signal),
    refetchInterval: 10_000,
  });
/** Where the entries with this text are as a file. */
export const accessLogFile = (q: string, format: 'csv' | 'ndjson'): string =>
  apiUrl('access-log-export', { q, format });

export const accessLogQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['access-log', q],
    queryFn: ({ signal, pageParam }) =>
      getJson<AccessLogPage>('access-log', { q, limit: 100, cursor: pageParam }, signal),
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

/** Without an id it is a new one. */
export const saveTeam = ({ id, ...team }: TeamChange & { readonly id: string | undefined }) =>
  id === undefined ? changeJson<Team>('POST', 'teams', team) : changeJson<Team>('PUT', `teams/${id}`, team);
export const removeTeam = (id: string) => changeJson('DELETE', `teams/${id}`);

export interface NewToken {
  readonly kind: TokenList['items'][number]['kind'];
  readonly name: string;
  readonly expiresInDays: number | null;
  readonly signals: TokenList['items'][number]['signals'];
  readonly namespaces: readonly string[] | null;
}
export const createToken = (token: NewToken) => changeJson<CreatedToken>('POST', 'tokens', token);
export const revokeToken = (id: string) => changeJson('DELETE', `tokens/${id}`);
export const endSession = (id: string) => changeJson('DELETE', `sessions/${id}`);

/** The run that the link of this page shows. */
export const sharedRunQuery = () =>
  queryOptions({
    queryKey: ['shared-run'],
    queryFn: ({ signal }) => getJson<SharedRun>('share-links/own', {}, signal),
    retry: false,
  });

export const shareLinksQuery = (of: Whose) =>
  queryOptions({
    queryKey: ['share-links', of],
    queryFn: ({ signal }) => getJson<ShareLinkList>('share-links', { of }, signal),
  });
export const createShareLink = (link: NewShareLink) => changeJson<CreatedShareLink>('POST', 'share-links', link);
export const revokeShareLink = (id: string) => changeJson('DELETE', `share-links/${id}`);
