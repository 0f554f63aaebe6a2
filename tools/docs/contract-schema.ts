import { writeFile } from 'node:fs/promises';
import { contractSchema } from '@sightglass/model/contract';

/** The text of docs/reference/contract.schema.json. */
export const contractSchemaText = (): string => `${JSON.stringify(contractSchema(), undefined, 2)}\n`;

if (import.meta.main)
  await writeFile(new URL('../../docs/reference/contract.schema.json', import.meta.url), contractSchemaText());
