import { simpleParser } from 'mailparser';
import { expect, test } from 'vitest';
import { composeMail } from './compose.ts';

const parts = {
  key: '12:3:mail:data@example.com',
  to: 'data@example.com',
  subject: '[P1] a<b>"&\' failed · INC-12',
  text: 'Größe: a<b>"&\'\n',
  html: '<p>Gr&#246;&#223;e</p>',
  thread: 'inc-12',
  mark: 'abcd1234',
  atMs: Date.parse('2026-11-27T05:00:00Z'),
};
const from = { from: 'Sightglass <s@example.com>', replyTo: 'team@example.com' };

test('case 42, of mail: names read the same; the same parts are the same bytes, in lines that any server takes', async () => {
  const { raw, messageId } = await composeMail(from, parts);
  expect((await composeMail(from, parts)).raw).toBe(raw);
  const mail = await simpleParser(raw ?? '');
  expect(mail).toMatchObject({ subject: parts.subject, messageId, inReplyTo: '<inc-12.abcd1234@example.com>' });
  expect(mail.text).toContain('Größe: a<b>"&\'');
  expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
  expect(mail.replyTo?.text).toBe('team@example.com');
  const lines = (raw ?? '').split('\r\n');
  expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(78);
  expect(raw).toMatch(/^[\x20-\x7e\r\n\t]*$/u);
});

test('a subject cannot begin another header', async () => {
  const { raw } = await composeMail(from, { ...parts, subject: 'x\r\nBcc: all@example.com' });
  expect((await simpleParser(raw ?? '')).bcc).toBeUndefined();
});

test('each recipient and each message has an id of its own, another installation another thread', async () => {
  const ids = await Promise.all([
    composeMail(from, parts),
    composeMail(from, { ...parts, key: '12:4:mail:data@example.com' }),
    composeMail(from, { ...parts, mark: 'other000' }),
  ]);
  expect(new Set(ids.map(({ messageId }) => messageId)).size).toBe(3);
});
