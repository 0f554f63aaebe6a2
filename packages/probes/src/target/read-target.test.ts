import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTarget } from './read-target.ts';
import { TargetError } from './target.ts';

test.each([
  [
    'postgres://u:p@db/orders',
    { system: 'postgresql', host: 'db', port: 5432, database: 'orders', user: 'u', password: 'p', tls: 'off' },
  ],
  [' POSTGRES://u:p@db/orders\n', { system: 'postgresql', host: 'db', database: 'orders' }],
  ['postgresql://u@db:80', { port: 80, database: 'u', password: '' }],
  ['postgres://u:p@[::1]:5433/x?sslmode=require', { host: '::1', port: 5433, tls: 'encrypt' }],
  ['postgres://u:p@db/x?sslmode=verify-full&sslrootcert=/a.pem', { tls: 'verify-host', authorityFile: '/a.pem' }],
  ['mssql://sa:p%40ss@db', { system: 'microsoft.sql_server', port: 1433, database: 'master', password: 'p@ss' }],
  ['mssql://sa:p@ss@db', { host: 'db', password: 'p@ss' }],
  ['mssql://sa:p@db/x', { tls: 'verify-host' }],
  ['sqlserver://sa:p@db/x?trustServerCertificate=true', { tls: 'encrypt' }],
  ['mssql://sa:p@db/x?encrypt=strict', { tls: 'verify-host', tlsFirst: true }],
  ['mssql://sa:p@db/x?encrypt=false', { tls: 'off' }],
  ['mysql://u:p@db/x?ssl-mode=REQUIRED', { system: 'mysql', port: 3306, tls: 'encrypt' }],
  ['postgres://u:p@db/x?sslmode=prefer', { tls: 'encrypt', mayBePlain: true }],
  ['postgres://u:p@db/x?sslmode=no-verify', { tls: 'encrypt' }],
  ['postgres://u:p@db/x?ssl=true', { tls: 'verify-host', ignored: [] }],
  ['postgres://u:p@db/x?ssl=0', { tls: 'off' }],
  ['postgres://u:p@db/x?ssl=true&sslmode=require', { tls: 'encrypt' }],
  ['mysql://u:p@db/x?ssl-mode=PREFERRED', { tls: 'encrypt', mayBePlain: true }],
  ['postgres://u:p@%2Fvar%2Frun%2Fpostgresql:5433/x', { host: '/var/run/postgresql', port: 5433, tls: 'off' }],
  [
    'postgres://u:p@/x?host=/var/run/postgresql&sslmode=require',
    { host: '/var/run/postgresql', port: 5432, database: 'x', user: 'u', password: 'p', tls: 'off', ignored: [] },
  ],
  [
    'postgresql:///x?host=/tmp&port=6432&user=me&password=p%40ss',
    { host: '/tmp', port: 6432, database: 'x', user: 'me', password: 'p@ss', ignored: [] },
  ],
  [
    'postgres://u@/x?host=a,::1,/tmp&port=1,2,3&target_session_attrs=prefer-standby',
    {
      host: 'a',
      port: 1,
      alternates: [
        { host: '::1', port: 2 },
        { host: '/tmp', port: 3 },
      ],
      wantedRole: 'prefer-standby',
    },
  ],
  [
    'mysql://u:p@localhost/x?socket=/run/mysqld/mysqld.sock',
    { host: '/run/mysqld/mysqld.sock', database: 'x', tls: 'off' },
  ],
  ['postgres://u:p@db/x?schema=public', { ignored: ['schema'] }],
  ['postgres://u:p@db/x', { alternates: [], wantedRole: 'any' }],
  [
    'postgres://u:p,q@a:6432,b,[::1]:5433/x?target_session_attrs=primary',
    {
      host: 'a',
      port: 6432,
      password: 'p,q',
      database: 'x',
      alternates: [
        { host: 'b', port: 5432 },
        { host: '::1', port: 5433 },
      ],
      wantedRole: 'primary',
    },
  ],
  [
    'mssql://sa:p@a,b:1444/x?failoverPartner=c&multiSubnetFailover=true&applicationIntent=ReadWrite',
    {
      alternates: [
        { host: 'b', port: 1444 },
        { host: 'c', port: 1433 },
      ],
      wantedRole: 'read-write',
      ignored: [],
    },
  ],
  ['mssql://sa:p@a/x?applicationIntent=ReadOnly', { wantedRole: 'any', readOnlyIntent: true }],
])('%s', (url, expected) => {
  expect(readTarget(url)).toMatchObject(expected);
});

test.each([
  ['', /not a database URL/],
  ['http://u:secret@db/x', /not a database URL/],
  ['postgres://db/x', /must name host and user/],
  ['postgres://u:secret@/x', /cannot be read|must name host/],
  ['postgres://u:secret@db:99999/x', /has port 99999; the highest there is is 65535/],
  ['postgres://u:secret@a,b:70000/x', /has port 70000/],
  ['postgres://u:99999/secret@db', /cannot be read/],
  ['postgres://u:p@secret/word@db:5432/x', /an @ after its first \/.*as %2F, %3F, %23 and %40/],
  ['mssql://u:p@secret?word@db/x', /an @ after its first/],
  ['mysql://u:p@secret#word@db/x', /an @ after its first/],
  ['postgres://u:p@secret,other/word@db/x', /an @ after its first/],
  ['postgres://u:secret%@db/x', /the password in the URL holds a %/],
  ['postgres://u:secret@db/x?sslmode=maybe', /sslmode=maybe; it must be one of disable, allow, prefer, require/],
  ['postgres://u:secret@db/x?ssl=maybe', /ssl=maybe; it must be one of/],
  ['postgres://u:secret@db:0/x', /port 0; ports go from 1 to 65535/],
  ['postgres://u:secret@a,b:0/x', /port 0/],
  ['postgres://u:secret@::1:5432/x', /an IPv6 address in brackets/],
  ['mssql://u:secret@db\\SQLEXPRESS/x', /the port of a named instance/],
  ['postgres://u:secret@a,,b/x', /empty host/],
  ['postgres://u:secret@a,b:x/x', /cannot be read/],
  ['postgres://u:secret@a,b,c,d,e,f,g,h,i/x', /more than 8 hosts/],
  ['postgres://u:secret@a/x?target_session_attrs=master', /must be one of any, read-write/],
  ['mssql://u:secret@a/x?applicationIntent=write', /must be one of ReadWrite, ReadOnly/],
  ['mssql://u:secret@db/x?encrypt=maybe', /encrypt=maybe; it must be one of true, false, strict/],
])('%s is refused without repeating the password', (url, message) => {
  const read = () => readTarget(url);
  expect(read).toThrow(TargetError);
  expect(read).toThrow(message);
  expect(read).not.toThrow(/secret/);
});

test.each(['.', '..', 'a/../b'])('a database may be called %s, though a path may not', (database) =>
  expect(readTarget(`postgres://me:pw@db.example/${encodeURIComponent(database)}`)).toMatchObject({ database }),
);

test('any user, password and database survive the URL', () => {
  const text = fc.string({ minLength: 1, unit: 'grapheme' });
  fc.assert(
    fc.property(text, text, text, (user, password, database) => {
      const [u, p, d] = [user, password, database].map(encodeURIComponent);
      expect(readTarget(`postgres://${u}:${p}@db.example:5432/${d}`)).toMatchObject({ user, password, database });
    }),
  );
});

test('whatever is given, it is read or refused with a TargetError', () => {
  fc.assert(
    fc.property(fc.string(), (rest) => {
      try {
        readTarget(`mssql://${rest}`);
      } catch (error) {
        expect(error).toBeInstanceOf(TargetError);
      }
    }),
  );
});
