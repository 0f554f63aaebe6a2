import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { telemetryReference } from './telemetry-reference.ts';

it('docs/telemetry.md says what the model says; `npm run docs` writes it anew', async () => {
  expect(await readFile(new URL('telemetry.md', import.meta.url), 'utf8')).toBe(telemetryReference());
});
