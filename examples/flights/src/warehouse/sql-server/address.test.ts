import { expect, test } from 'vitest';
import { warehouseAt } from '../warehouse-at.ts';
import { sqlServerAt } from './address.ts';

test('a URL says where, who and how', () => {
  const { config, ...address } = sqlServerAt(
    'mssql://flight%20loader:p%40ss%2Fword@db.example:14330/air%20traffic',
    'flights',
  );
  expect(address).toEqual({ host: 'db.example', port: 14_330 });
  expect(config).toMatchObject({
    server: 'db.example',
    port: 14_330,
    database: 'air traffic',
    user: 'flight loader',
    password: 'p@ss/word',
    validateConnection: 'socket',
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    options: { encrypt: true, trustServerCertificate: false, appName: 'flights' },
  });
});

test.each([
  ['', { encrypt: true, trustServerCertificate: false }],
  ['?encrypt=strict', { encrypt: 'strict', trustServerCertificate: false }],
  ['?encrypt=false', { encrypt: false, trustServerCertificate: false }],
  ['?trustServerCertificate=true', { encrypt: true, trustServerCertificate: true }],
])('"%s" decides on encryption; without a port it is 1433', (query, options) => {
  const { port, config } = sqlServerAt(`mssql://u:p@db.example/flights${query}`, 'flights');
  expect(port).toBe(1433);
  expect(config.options).toMatchObject(options);
});

test.each([
  ['no database', 'mssql://u:secret@db.example:1433', 'user, password, host and database must be there'],
  ['no user', 'mssql://db.example/flights', 'user, password, host and database must be there'],
  ['no password', 'mssql://u@db.example/flights', 'user, password, host and database must be there'],
  [
    'no port number',
    'mssql://u:secret@db.example:many/flights',
    'cannot be read; it must be mssql://user:password@host',
  ],
  ['an option we do not know', 'mssql://u:secret@db.example/flights?ssl=on', 'has "ssl", which is none of encrypt'],
  ['half an encryption', 'mssql://u:secret@db.example/flights?encrypt=maybe', 'encrypt=maybe; it must be true'],
])('%s is refused without repeating the password', (_name, url, message) => {
  const refused = () => warehouseAt(url);
  expect(refused).toThrow(expect.objectContaining({ code: 'FLIGHTS_WAREHOUSE_URL' }));
  expect(refused).toThrow(message);
  expect(refused).not.toThrow('secret');
});
