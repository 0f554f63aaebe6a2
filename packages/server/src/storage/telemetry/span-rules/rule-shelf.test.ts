import { expect, test } from 'vitest';
import type { KeptRule } from './kept-rules.ts';
import { openRuleShelf } from './rule-shelf.ts';
import { spanRuleId } from './rules.ts';

test('a rule that is taken away while its runs have just been made stays taken away', async () => {
  const rule = { service: 's', rootSpan: '*', pipeline: 'p', namespace: 'n', stages: [] };
  const id = spanRuleId(rule);
  let written: readonly KeptRule[] = [{ ...rule, addedAt: '2026-01-01T00:00:00Z', stage: 'making' }];
  const recall = async () => written;
  const remember = async (rules: readonly KeptRule[]) => void (written = rules);
  const shelf = await openRuleShelf({ recall, remember }, new Set());
  await Promise.all([shelf.update(id, { stage: 'removing' }), shelf.made(id)]);
  expect(written.map(({ stage }) => stage)).toEqual(['removing']);

  await shelf.update(id, { stage: 'making' });
  await shelf.made(id);
  expect(shelf.of(id)?.stage).toBe('in-force');
});
