import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';
import { createBufferHome } from './buffer-home.ts';
import { createDrafts, readDraft, type DraftPart } from './draft.ts';

const id = '0a1b2c3d-0000-4000-8000-000000000001';
const part = (text: string, records = 1): DraftPart => ({
  records,
  body: [Buffer.from(text.slice(0, 1)), Buffer.from(text.slice(1))],
});

const start = () => {
  const dir = temporaryFolder();
  const draft = createDrafts(createBufferHome(dir, 'http://127.0.0.1:4318/v1/logs'))(id);
  const path = () =>
    readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.draft'))
      .map((name) => join(dir, name));
  const left = () => {
    const [file = ''] = path();
    const [batch] = readDraft(readFileSync(file)).waiting.map((frame) => frame.batch);
    return batch && `${batch.id.slice(-1)} ${batch.records} ${Buffer.from(batch.body).toString()}`;
  };
  return { draft, left, path };
};

it('what was written is one batch with its id, and behind it what is likely to come next, until that is written or something else is', () => {
  const { draft, left, path } = start();
  expect(left()).toBeUndefined();
  draft?.write(undefined, part('maybe', 2));
  expect(left()).toBe('1 2 maybe');
  draft?.write(part('ab', 2), part('likely to be long'));
  expect(left()).toBe('1 3 ablikely to be long');
  draft?.write(part('cd'), part('x'));
  expect(left()).toBe('1 4 abcdx');
  draft?.seal();
  draft?.write(part('too late'));
  expect(left()).toBe('1 3 abcd');
  draft?.remove();
  expect(path()).toEqual([]);
});

it('a part that was cut short is left out, and so is what is behind it', () => {
  const { draft, path } = start();
  draft?.write(part('ab'));
  draft?.write(part('cdefgh'));
  const [file = ''] = path();
  const bytes = readFileSync(file);
  expect(readDraft(bytes.subarray(0, -1)).waiting.map(({ batch }) => batch.records)).toEqual([1]);
  expect(readDraft(bytes.subarray(0, 3)).waiting).toEqual([]);
});
