import { expect, it } from 'vitest';
import { checkText } from '../../../testing/check-text.ts';

const good = Array.from({ length: 50_000 }, (_, row) => `${row},aaa\n`).join('');
const csv = `id,code\n1,"aa"\n${good}2,${'a'.repeat(40)}!\n`;

it.concurrent.each([1, 2])(
  'a pattern that would take ages ends the check, in %d threads, and tells where',
  { timeout: 60_000 },
  async (threads) => {
    const checked = checkText(csv, { columns: [{ name: 'code', pattern: '(a+)+' }] }, { threads });
    await expect(checked).rejects.toMatchObject({
      code: 'CONTRACT_INVALID',
      message: expect.stringMatching(
        /in\.csv:50003: the pattern "\(a\+\)\+" of column "code" .* 5 s; write it without repetition inside repetition/,
      ),
    });
  },
);

it('patterns are matched against whole values', async () => {
  const { report } = await checkText('code\nab\naab\nabc\n', { columns: [{ name: 'code', pattern: 'a+b' }] });
  expect(report.results.find(({ expectation }) => expectation === 'code.pattern')).toMatchObject({
    count: 1,
    lines: [4],
  });
});
