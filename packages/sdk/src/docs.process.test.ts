import { readFileSync } from 'node:fs';
import { attributes } from '@sightglass/model';
import { describe, expect, it } from 'vitest';
import { sendJson, startHttpApi } from '../testing/http-api.ts';
import { startOtlpServer } from '../testing/otlp-server.ts';
import { createWorkspace } from '../testing/run-program.ts';

const snippetsOf = (file: string) => {
  const page = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
  const found = [...page.matchAll(/## ([^\n]+)\n(?:(?!\n## )[\s\S])*?```ts\n([\s\S]*?)```/gu)].map(
    ([, heading = '', source = '']) => ({ heading, source }),
  );
  return { found, expected: page.split('```ts').length - 1 };
};

describe.each([
  'docs/guides/typescript-sdk.md',
  'docs/guides/check-files.md',
  'docs/guides/call-apis.md',
  'docs/guides/report-datasets.md',
])('%s', (file) => {
  const { found: snippets, expected } = snippetsOf(file);

  it('has all its snippets tested below', () => {
    expect(snippets).toHaveLength(expected);
  });

  it.each(snippets)('$heading: the program runs, and its run arrives balanced', async ({ source }) => {
    await using server = await startOtlpServer();
    await using workspace = await createWorkspace();
    await using airports = await startHttpApi((request, response) =>
      sendJson(response, { city: 'Atlanta' }, request.url?.endsWith('/QQQ') ? 404 : 200),
    );
    const result = await workspace.run(source, { SIGHTGLASS_URL: server.url, AIRPORTS_URL: airports.url });
    expect(result.code, result.stderr).toBe(0);
    const [finished] = server.events('pipeline.run.finished');
    expect(finished?.attributes).toMatchObject({
      [attributes.runState]: 'succeeded',
      [attributes.runBalanced]: true,
    });
  });
});
