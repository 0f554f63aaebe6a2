import { expect, it } from 'vitest';
import { fencesOf, pagePaths, proseOf, readPage } from './pages.ts';

const page = ['a', '<!-- file: x.py -->', '', '```python', 'print(1)', '```', '- b', '', '  ```sh', '  ls', '  ```'];

it('code blocks come with their language, line and marks', () => {
  expect(fencesOf(page.join('\n'))).toEqual([
    { language: 'python', text: 'print(1)\n', line: 4, marks: { file: 'x.py' } },
    { language: 'sh', text: 'ls\n', line: 9, marks: {} },
  ]);
});

it('prose keeps its line numbers', () => {
  expect(proseOf(page.join('\n')).split('\n')).toEqual(['a', page[1], '', '', '', '', '- b', '', '', '', '']);
});

it('no page holds what a merge left', () => {
  expect(pagePaths().filter((path) => /^(?:<<<<<<<|>>>>>>>) /mu.test(readPage(path)))).toEqual([]);
});
