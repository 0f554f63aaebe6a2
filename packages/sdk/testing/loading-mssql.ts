import { expect } from 'vitest';
import { sqlServerErrors, type Script } from '../../../test/tds-server/script.ts';
import { startTdsServer } from '../../../test/tds-server/server.ts';
import { observe } from './observe.ts';

const showplan = `<RelOp PhysicalOp="Table Scan" LogicalOp="Table Scan" EstimateRows="9" EstimatedTotalSubtreeCost="0.5">
  <Object Schema="[dbo]" Table="[slow]" /><Const ConstValue="'hush'" /></RelOp>`;
let executed = 0;
export const reply: NonNullable<Script['reply']> = (text) => {
  if (text === 'EXEC sp_execute') {
    return (executed += 1) > 3 ? { error: sqlServerErrors.deadlock } : { affected: 3 };
  }
  if (text.includes('dm_exec_query_stats')) {
    return { columns: ['query_hash', 'plan_hash', 'plan'], rows: [['0x1F2E', '0xA0B1', showplan]] };
  }
  if (/deadlock/.test(text)) return { error: sqlServerErrors.deadlock, rollsBack: true };
  if (/locked/.test(text)) return { error: sqlServerErrors.lockTimeout };
  if (/cut/.test(text)) return 'reset';
  if (/slow/.test(text)) return { afterMs: 300, answer: { affected: 1 } };
  return text.startsWith('SELECT') ? { columns: ['n'], rows: [[1], [2]] } : { affected: 3 };
};

interface Served extends Script {
  /** Of the pool, which has two connections. */
  readonly acquireTimeoutMs?: number;
}

/** A program with `mssql` instrumented and `pool` open, in one stage of one run, against a server of ours. */
export const loading = async (body: string, options = '{}', { acquireTimeoutMs = 60_000, ...script }: Served = {}) => {
  const server = await startTdsServer({ reply, bulkRows: 2, ...script });
  const seen = await observe(
    `await pipeline('orders').run((run) => run.stage('load', async (stage) => { ${body} }));
     await pool.close();`,
    { PORT: String(server.port) },
    `import sql from ${JSON.stringify(import.meta.resolve('mssql'))};
     sdk.instrumentMssql(sql, ${options});
     const pool = new sql.ConnectionPool({
       server: '127.0.0.1', port: Number(process.env.PORT), user: 'loader', password: 'hush', database: 'flights',
       validateConnection: 'socket', pool: { min: 0, max: 2, acquireTimeoutMillis: ${acquireTimeoutMs} },
       options: { encrypt: false, abortTransactionOnError: false },
     });
     pool.on('error', () => undefined);
     await pool.connect();`,
  );
  return {
    ...seen,
    tds: server,
    [Symbol.asyncDispose]: async () => {
      await seen[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
};

export const failedCleanly = ({ stderr, code }: { stderr: string; code: number | null }) =>
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
