import type { Right } from '@sightglass/model';
import type { Me } from '@sightglass/model/rest';

interface Part {
  readonly id: string;
  readonly name: string;
  /** Who may see it; without a right everybody. */
  readonly right?: Right;
  /** About people who sign in: it is not there on a server where nobody does. */
  readonly isOfPeople?: true;
}

/** What is set up rarely. */
export const parts = [
  { id: 'you', name: 'You', isOfPeople: true },
  { id: 'tokens', name: 'Tokens', isOfPeople: true },
  { id: 'people', name: 'People', right: 'people:manage', isOfPeople: true },
  { id: 'teams', name: 'Teams', right: 'people:manage', isOfPeople: true },
  { id: 'sign-in', name: 'Sign-in', right: 'people:manage' },
  { id: 'privacy', name: 'Privacy' },
  { id: 'ingest', name: 'Ingest', right: 'metrics:read' },
  { id: 'retention', name: 'Retention' },
  { id: 'access-log', name: 'Access log', right: 'access-log:read' },
] as const satisfies readonly Part[];
export type PartId = (typeof parts)[number]['id'];

/** The parts that this one sees, in order. Pure. */
export const partsSeen = ({ rights, signIn }: Pick<Me, 'rights' | 'signIn'>): readonly (Part & { id: PartId })[] =>
  parts.filter(
    (part: Part) =>
      (part.right === undefined || rights.includes(part.right)) && (signIn === 'on' || part.isOfPeople === undefined),
  );

export interface SettingsSearch {
  readonly part?: PartId;
}

export const readSettingsSearch = ({ part }: Readonly<Record<string, unknown>>): SettingsSearch => {
  const known = parts.find(({ id }) => id === part);
  return known === undefined || known.id === 'you' ? {} : { part: known.id };
};
