import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { contractSchemaText } from './contract-schema.ts';

it('docs/reference/contract.schema.json says what the model says; `npm run docs` writes it anew', async () => {
  expect(await readFile(new URL('../../docs/reference/contract.schema.json', import.meta.url), 'utf8')).toBe(
    contractSchemaText(),
  );
});
