import { expect, test } from 'vitest';
import { chooseUser } from './unix-user.ts';

const root = 'root:x:0:0:root:/root:/bin/sh';
const nobody = 'nobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin';
const app = 'app:x:1000:1001::/home/app:/bin/sh';

test.each([
  ['nobody comes first', [root, app, nobody], { uid: 65_534, gid: 65_533 }],
  ['else anyone but root', [root, app], { uid: 1_000, gid: 1_001 }],
  ['root alone will not do', [root, ''], undefined],
])('%s', (_name, lines, chosen) => {
  expect(chooseUser(lines.join('\n'))).toEqual(chosen);
});
