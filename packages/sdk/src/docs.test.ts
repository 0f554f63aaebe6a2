import { readFileSync } from 'node:fs';
import { attributes } from '@sightglass/model';
import { describe, expect, it } from 'vitest';
import { startOtlpServer } from '../testing/otlp-server.ts';
import { createWorkspace } from '../testing/run-program.ts';

const page = readFileSync(new URL('../../../docs/sdk.md', import.meta.url), 'utf8');
const snippets = [...page.matchAll(/## ([^\n]+)\n(?:(?!\n## )[\s\S])*?```ts\n([\s\S]*?)```/gu)].map(
  ([, heading = '', source = '']) => ({ heading, source }),
);

describe('docs/sdk.md', () => {
  it('has all its snippets tested below', () => {
    expect(snippets).toHaveLength(page.split('```ts').length - 1);
  });

  it.each(snippets)('$heading: the program runs, and its run arrives balanced', async ({ source }) => {
    await using server = await startOtlpServer();
    await using workspace = await createWorkspace();
    const result = await workspace.run(source, { SIGHTGLASS_URL: server.url });
    expect(result.code, result.stderr).toBe(0);
    const [finished] = server.events('pipeline.run.finished');
    expect(finished?.attributes).toMatchObject({ [attributes.runState]: 'succeeded', [attributes.runBalanced]: true });
  });
});
