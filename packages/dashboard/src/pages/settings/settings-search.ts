import type { Right } from '@sightglass/model';

/** What is set up rarely, and who may see it; without a right everybody who has signed in. */
export const parts = [
  { id: 'you', name: 'You', right: undefined },
  { id: 'tokens', name: 'Tokens', right: undefined },
  { id: 'people', name: 'People', right: 'people:manage' },
  { id: 'privacy', name: 'Privacy', right: undefined },
  { id: 'teams', name: 'Teams', right: 'people:manage' },
  { id: 'ingest', name: 'Ingest', right: 'metrics:read' },
  { id: 'retention', name: 'Retention', right: undefined },
  { id: 'sign-in', name: 'Sign-in', right: 'people:manage' },
  { id: 'access-log', name: 'Access log', right: 'access-log:read' },
] as const satisfies readonly { id: string; name: string; right: Right | undefined }[];
export type PartId = (typeof parts)[number]['id'];

export interface SettingsSearch {
  readonly part?: PartId;
}

export const readSettingsSearch = ({ part }: Readonly<Record<string, unknown>>): SettingsSearch => {
  const known = parts.find(({ id }) => id === part);
  return known === undefined || known.id === 'you' ? {} : { part: known.id };
};
