import { expect, test } from 'vitest';
import { fileStoreKind, fileStoreSentence, fileStoreVerdict } from './file-store-words.ts';
import { writtenSentence } from '../words/sentence.ts';

test.each([
  ['s3://lake', 'S3'],
  ['S3A://lake', 'S3'],
  ['abfss://c@account.dfs.core.windows.net', 'Azure storage'],
  ['sftp://bank:22', 'SFTP'],
  ['file://nas', 'files of another machine'],
  ['file', undefined],
  ['postgres://db:5432', undefined],
  ['s3://', undefined],
  ['constructor://x', undefined],
])('%s is %s', (namespace, kind) => {
  expect(fileStoreKind(namespace)).toBe(kind);
});

test('it is told when it was last used, and that nothing is known of now', () => {
  const nowMs = Date.parse('2026-05-01T12:00:00Z');
  const store = { name: 's3://lake', lastUsedAt: '2026-05-01T10:00:00Z', lastPipeline: 'orders', pipelines: 3 };
  expect(writtenSentence(fileStoreSentence(store), nowMs).sentence).toBe(
    's3://lake was last used 2 hours ago by orders, one of 3 pipelines; nothing checks whether it answers now.',
  );
  expect(fileStoreVerdict.id).toBe('unknown');
});
