import { describe, expect, it } from 'vitest';
import { datasetAddress, readDatasetAddress } from './dataset-address.ts';
import { canonicalDataset, databaseNamespace, datasetProblem, fileDataset, tableDatasetName } from './dataset.ts';

describe('a dataset', () => {
  it.each([
    ['postgresql://User:pw@DB.example/', 't', 'postgres://db.example:5432', 't'],
    ['postgres://reader@db:6432', 't', 'postgres://db:6432', 't'],
    ['sqlserver://db', 'a.dbo.t', 'mssql://db:1433', 'a.dbo.t'],
    ['mysql://[::1]', 'a.t', 'mysql://[::1]:3306', 'a.t'],
    ['s3a://Lake', '/raw/A', 's3://Lake', '/raw/A'],
    ['abfss://lake@account.dfs.core.windows.net', 'raw', 'abfss://lake@account.dfs.core.windows.net', 'raw'],
    ['sftp://me:pw@host', '/in', 'sftp://host', '/in'],
    ['https://api.example', 'export?sig=abc', 'https://api.example', 'export'],
    ['file://', String.raw`c:\in\a.csv`, 'file', 'C:/in/a.csv'],
    ['file', String.raw`/in/a\b.csv`, 'file', String.raw`/in/a\b.csv`],
    ['bigquery', 'p.d.t', 'bigquery', 'p.d.t'],
  ])('%s %s is %s %s', (namespace, name, canonical, own) => {
    expect(canonicalDataset({ namespace, name })).toEqual({ namespace: canonical, name: own });
    expect(canonicalDataset({ namespace: canonical, name: own })).toEqual({ namespace: canonical, name: own });
  });

  it.each([
    ['postgres://db/shop.public.orders', 'postgres://db:5432', 'shop.public.orders'],
    ['s3://lake/raw/2026/*.parquet', 's3://lake', 'raw/2026/*.parquet'],
    ['file:/in/a.csv', 'file', '/in/a.csv'],
    ['file:///in/a.csv', 'file', '/in/a.csv'],
    ['file:///C:/in/a.csv', 'file', 'C:/in/a.csv'],
    ['file:in/a.csv', 'file', 'in/a.csv'],
    ['file://server/share/a.csv', 'file', '//server/share/a.csv'],
    ['in/a b.csv', 'file', 'in/a b.csv'],
    [String.raw`C:\in\a.csv`, 'file', 'C:/in/a.csv'],
    ['bigquery:p.d.t', 'bigquery', 'p.d.t'],
  ])('%s is in %s', (address, namespace, name) => {
    expect(readDatasetAddress(address)).toEqual({ namespace, name });
    expect(readDatasetAddress(datasetAddress({ namespace, name }))).toEqual({ namespace, name });
  });

  it.each(['', ' ', 'postgres://db:5432', 'postgres://db:5432/', 'file:', 'file:///', 's3:'])(
    '"%s" names none',
    (address) => {
      expect(readDatasetAddress(address)).toBeUndefined();
    },
  );

  it('is named after its server and table', () => {
    expect(databaseNamespace('postgresql', 'DB')).toBe('postgres://db:5432');
    expect(databaseNamespace('microsoft.sql_server', 'fd00::1', 1533)).toBe('mssql://[fd00::1]:1533');
    expect(tableDatasetName('shop', undefined, 'orders')).toBe('shop.orders');
    expect(fileDataset(String.raw`\\nas\in\a.csv`)).toEqual({ namespace: 'file', name: '//nas/in/a.csv' });
  });

  it.each([
    [{ namespace: ' ', name: 't' }, 'its namespace is empty'],
    [{ namespace: 'file', name: '' }, 'its name is empty'],
    [{ namespace: 'file', name: 'x'.repeat(1_001) }, 'its name is longer than 1000 characters'],
    [{ namespace: 'file', name: 'a\nb' }, 'its name holds a control character'],
    [{ namespace: 'file', name: '/in/ä 1.csv' }, undefined],
  ])('%o: %s', (dataset, problem) => {
    expect(datasetProblem(dataset)).toBe(problem);
  });
});
