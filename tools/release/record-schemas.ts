/** `npm run release:version`, last step: records the schema of the version, so that no later change can alter what was shipped. */
import { readFile, writeFile } from 'node:fs/promises';
import { type ReleasedSchemas, releasedSchemasFile, schemaDigests } from './schema-digests.ts';

const { version } = JSON.parse(await readFile('packages/cli/package.json', 'utf8')) as { version: string };
const released = JSON.parse(await readFile(releasedSchemasFile, 'utf8')) as ReleasedSchemas;
const next = { ...released, [version]: await schemaDigests() };
await writeFile(releasedSchemasFile, `${JSON.stringify(next, null, 2)}\n`);
