import { expect, it } from 'vitest';
import { startTestApi } from '../../../packages/server/src/rooms/_api.ts';
import { repository } from '../pages.ts';
import { httpApiReference, type OpenApi } from './http-api-reference.ts';

it('docs/reference/http-api.md is as the API describes itself; `npm run docs` writes it anew', async () => {
  await using api = await startTestApi();
  const description = (await api.app.inject('/api/openapi.json')).json<OpenApi>();
  const page = await httpApiReference(description);
  for (const path of Object.keys(description.paths)) expect(page).toContain(` ${path}\n`);
  await expect(page).toMatchFileSnapshot(`${repository}docs/reference/http-api.md`);
});
