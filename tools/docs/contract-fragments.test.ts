import { expect, it } from 'vitest';
import { contractIn } from '../../packages/sdk/src/checks/contract/read-contract.ts';
import { fencesOf, readPage } from './pages.ts';

const page = 'docs/reference/contract.md';
const fragments = fencesOf(readPage(page)).filter(({ language }) => language === 'yaml');

it.each(fragments)('docs/reference/contract.md:$line is a contract', ({ text, line }) => {
  const whole = /^name:/mu.test(text) ? text : `name: fragment\n${text}`;
  expect(contractIn(whole, `${page}:${line}`)).toMatchObject({ name: expect.any(String) as string });
});
