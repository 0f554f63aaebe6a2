import { expect, it } from 'vitest';
import { readTarget } from '../target/read-target.ts';
import { sqlServerTls } from './sql-server-tls.ts';

it.each([
  ['', { encrypt: true, trustServerCertificate: false }],
  ['?encrypt=false', { encrypt: false, trustServerCertificate: false }],
  ['?encrypt=strict', { encrypt: 'strict', trustServerCertificate: false }],
  ['?trustServerCertificate=true', { encrypt: true, trustServerCertificate: true }],
])('mssql://…%s', (query, options) => {
  const target = readTarget(`mssql://reader:secret@db.test/shop${query}`);
  expect(sqlServerTls(target, undefined)).toEqual(options);
  expect(sqlServerTls(target, 'PEM')).toEqual({ ...options, cryptoCredentialsDetails: { ca: 'PEM' } });
});
