export type Bump = 'major' | 'minor' | 'patch' | 'none';

export interface Changeset {
  readonly summary: string;
  readonly releases: readonly { readonly type: Bump }[];
}

const weight: Readonly<Record<Bump, number>> = { none: 0, patch: 1, minor: 2, major: 3 };

const bumpOf = (changesets: readonly Changeset[]): Bump =>
  changesets
    .flatMap(({ releases }) => releases.map(({ type }) => type))
    .reduce<Bump>((gravest, type) => (weight[type] > weight[gravest] ? type : gravest), 'none');

/** The version that the changesets make of `version` (three numbers). Raises RangeError when none of them bumps anything. */
export const nextVersion = (version: string, changesets: readonly Changeset[]): string => {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  switch (bumpOf(changesets)) {
    case 'major':
      return `${major + 1}.0.0`;
    case 'minor':
      return `${major}.${minor + 1}.0`;
    case 'patch':
      return `${major}.${minor}.${patch + 1}`;
    case 'none':
      throw new RangeError('No changeset bumps a package.');
  }
};

/** One section of CHANGELOG.md: the changes, the gravest kind first, each as it was written. */
export const versionSection = (version: string, changesets: readonly Changeset[]): string =>
  [
    `## ${version}\n`,
    ...changesets
      .toSorted((a, b) => weight[bumpOf([b])] - weight[bumpOf([a])])
      .map(({ summary }) => `${summary.trim()}\n`),
  ].join('\n');
