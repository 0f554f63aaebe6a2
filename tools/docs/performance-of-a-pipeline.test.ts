import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { createStyle } from '../../packages/cli/src/output/style.ts';
import { renderPerformance } from '../../packages/cli/src/output/performance.ts';
import { shownPerformance } from '../../packages/cli/testing/performance.ts';

const page = await readFile(new URL('../../docs/guides/slow-pipeline.md', import.meta.url), 'utf8');

it('the picture in docs/guides/slow-pipeline.md is what the command prints', () => {
  const plain = { ...createStyle(process.stdout), paint: (_format: unknown, text: string) => text };
  const [, ...lines] = renderPerformance(shownPerformance, plain).split('\n');
  expect(page).toContain(lines.join('\n'));
});
