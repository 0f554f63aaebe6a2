import { expect, it } from 'vitest';
import { errorCodes } from './error-codes.ts';
import { errorGroups } from './error-words.ts';
import { generatedPages } from './generated-pages.ts';
import { readPage } from '../pages.ts';

it.each([...generatedPages])('%s is as its source; `npm run docs` writes it anew', async (path, write) => {
  expect(readPage(path)).toBe(await write());
});

it('every error code of the source is explained, and no other', () => {
  const explained = errorGroups.flatMap(({ errors }) => Object.keys(errors));
  expect(explained.toSorted()).toEqual([...errorCodes().keys()].toSorted());
});
