import { expect, test } from 'vitest';
import { mysqlVersion } from './mysql.ts';

test.each([
  ['8.4.0', 'MySQL 8.4.0'],
  ['10.11.19-MariaDB-0+deb12u1', 'MariaDB 10.11.19'],
  ['5.5.5-10.3.39-MariaDB-log', 'MariaDB 10.3.39'],
])('%s is %s', (number, words) => expect(mysqlVersion(number)).toBe(words));
