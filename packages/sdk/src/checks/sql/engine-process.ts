/** The process in which the queries of a contract are run: it is killed when they take too long, and takes the engine with it. */
import { type Contract, contractShape, fileTable } from '@sightglass/model/contract';
import { layoutOf } from '../layout.ts';
import { openSource } from '../source/open-source.ts';
import { type Engine, openEngine } from './engine.ts';
import { type Proof, proveQuery, runQuery } from './judge-query.ts';
import { graceMs, stepMs } from './limits.ts';
import type { SqlAnswer, SqlJob, SqlMessage, SqlQuery } from './messages.ts';
import { type SqlColumn, sqlColumns } from './sql-columns.ts';
import { fieldNames, tableRows } from './table-rows.ts';

const send = (message: SqlMessage): void => void process.send?.(message);

/** It is explained, resolved and described, or counted and looked at. */
const workingOn = ({ timeoutMs }: SqlQuery): SqlMessage => ({ kind: 'working', withinMs: timeoutMs * 3 + graceMs });

/** A table, and where its rows come from. */
interface Table {
  readonly name: string;
  readonly file: string;
  readonly contract: Contract;
}

const plainContract = contractShape.parse({});

const tablesOf = ({ file, contract, queries }: SqlJob): Table[] => {
  const others = new Map(queries.flatMap(({ tables }) => Object.entries(tables)));
  return [
    ...(file === undefined ? [] : [{ name: fileTable, file, contract }]),
    ...[...others].map(([name, path]) => ({ name, file: path, contract: plainContract })),
  ];
};

const columnsIn = async (table: Table, doubles: Set<string>, onInexact = doubles): Promise<SqlColumn[]> => {
  await using source = await openSource(table.file, table.contract.format.encoding);
  const names = fieldNames(await layoutOf(table.file, source, table.contract));
  return sqlColumns(names, table.contract, new Set(doubles), (name) => onInexact.add(name));
};

/** Numbers that no exact type holds make their column one of doubles: the file is read again. */
const load = async (engine: Engine, table: Table): Promise<void> => {
  const doubles = new Set<string>();
  for (let known = -1; known < doubles.size;) {
    known = doubles.size;
    const columns = await columnsIn(table, doubles);
    await engine.create(table.name, columns);
    await using source = await openSource(table.file, table.contract.format.encoding);
    const layout = await layoutOf(table.file, source, table.contract);
    for await (const rows of tableRows(table.file, layout, columns)) {
      await engine.insert(table.name, rows);
      send({ kind: 'working', withinMs: stepMs });
    }
  }
};

const judge = async (job: SqlJob): Promise<SqlAnswer[]> => {
  const { contract, queries, file } = job;
  const engine = await openEngine(job.folder).catch((error: Error) => {
    send({ kind: 'no-engine', message: error.message });
    throw error;
  });
  const tables = tablesOf(job);
  for (const table of tables) await engine.create(table.name, await columnsIn(table, new Set()));
  if (file === undefined && contract.columns.length > 0)
    await engine.create(
      fileTable,
      sqlColumns(
        contract.columns.map(({ name }) => name),
        contract,
        new Set(),
        () => undefined,
      ),
    );
  const own = tables.find(({ name }) => name === fileTable);
  const present = new Set(own === undefined ? [] : (await columnsIn(own, new Set())).map(({ name }) => name));
  const missing =
    own === undefined ? [] : contract.columns.map(({ name }) => name).filter((name) => !present.has(name));
  const proofs: Proof[] = [];
  for (const query of queries) {
    send(workingOn(query));
    using reader = await engine.reader(query.timeoutMs);
    proofs.push(await proveQuery(query, engine, reader, missing));
  }
  if (file === undefined || proofs.some(({ kind }) => kind === 'refused'))
    return proofs.map((proof) => (proof.kind === 'proven' ? { kind: 'proven' } : proof));
  for (const table of tables) await load(engine, table);
  const answers: SqlAnswer[] = [];
  for (const [index, query] of queries.entries()) {
    send(workingOn(query));
    const proof = proofs[index]!;
    using reader = await engine.reader(query.timeoutMs);
    answers.push(proof.kind === 'proven' ? await runQuery(query, proof, reader, contract) : proof);
  }
  return answers;
};

const leave = (): void => void process.kill(process.pid, 'SIGKILL'); // the engine's own handlers hang while queries run
process.on('disconnect', leave);
process.once('message', (job: SqlJob) => {
  judge(job).then(
    (answers) => send({ kind: 'done', answers }),
    (error: Error) => send({ kind: 'broken', message: error.message }),
  );
});
