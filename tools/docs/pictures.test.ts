import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { tabs } from '../../packages/dashboard/src/app/tabs/tabs.ts';

const folder = new URL('../../docs/images/', import.meta.url);
type Manifest = Readonly<Record<string, { readonly tabs: string }>>;

it('pictures show the tabs that the product has; `npm run pictures` takes them anew', async () => {
  const manifest = JSON.parse(await readFile(new URL('pictures.json', folder), 'utf8')) as Manifest;
  const pictures = (await readdir(folder)).filter((name) => name.endsWith('.png'));
  expect(Object.keys(manifest).toSorted()).toEqual(pictures.toSorted());
  const now = tabs.map(({ name }) => name).join(', ');
  for (const [picture, shown] of Object.entries(manifest)) expect(shown.tabs, picture).toBe(now);
});
