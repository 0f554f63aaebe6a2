/** `npm run release:version`, first step: adds the changesets that wait to CHANGELOG.md under the version that they make. */
import { readFile, writeFile } from 'node:fs/promises';
import readChangesets from '@changesets/read';
import { nextVersion, versionSection } from './version-section.ts';

const marker = '<!-- next version -->\n';

const changesets = await readChangesets(process.cwd());
if (changesets.length === 0) {
  console.error('There is no changeset, so there is no next version. Write one: npx changeset');
  process.exit(1);
}
const { version } = JSON.parse(await readFile('packages/cli/package.json', 'utf8')) as { version: string };
const changelog = await readFile('CHANGELOG.md', 'utf8');
const section = versionSection(nextVersion(version, changesets), changesets);
await writeFile('CHANGELOG.md', changelog.replace(marker, `${marker}\n${section}`));
