/** What one statement did to the transaction it ran in. */
export type TransactionStep = 'begin' | 'commit' | 'rollback' | 'refused' | 'savepoint' | 'prepared' | undefined;

/**
 * Reads a command tag of PostgreSQL. ROLLBACK answers several things: a rollback, a return to a savepoint, which ends nothing, and a
 * COMMIT or PREPARE TRANSACTION of a transaction that had failed. `chains`: the next transaction has begun (AND CHAIN).
 */
export const transactionStep = (
  tag: string,
  statement: () => string,
): { readonly step: TransactionStep; readonly chains: boolean } => {
  const step = stepOf(tag, statement);
  const mayChain = step === 'commit' || step === 'rollback' || step === 'refused';
  return { step, chains: mayChain && /\bAND CHAIN\b/i.test(statement()) };
};

const stepOf = (tag: string, statement: () => string): TransactionStep => {
  if (tag === 'BEGIN' || tag === 'START TRANSACTION') return 'begin';
  if (tag === 'COMMIT') return 'commit';
  if (tag === 'PREPARE TRANSACTION') return 'prepared';
  if (tag !== 'ROLLBACK') return undefined;
  if (/^(?:COMMIT|END|PREPARE)\b/i.test(statement())) return 'refused';
  return /^ROLLBACK (?:(?:WORK|TRANSACTION) )?TO\b/i.test(statement()) ? 'savepoint' : 'rollback';
};

/** Rows a statement changed; undefined of one that changes none. A SELECT has a count too, of rows that were read unless it made a table of them. */
export const affectedBy = (tag: string, statement: () => string): number | undefined => {
  const [, command = '', count = ''] = /^([A-Z ]*[A-Z]) (?:\d+ )?(\d+)$/.exec(tag) ?? [];
  return isChange(command, statement) ? Number(count) : undefined;
};

const isChange = (command: string, statement: () => string): boolean => {
  if (command === 'COPY') return !isCopyOut(statement());
  if (command === 'SELECT') return makesTable(statement());
  return /^(?:INSERT|UPDATE|DELETE|MERGE|CREATE TABLE AS)$/.test(command);
};

/** `COPY … TO` only reads. */
export const isCopyOut = (statement: string): boolean => /^COPY\b.*\bTO (?:STDOUT|PROGRAM|\?)/i.test(statement);

/** CREATE TABLE … AS and SELECT … INTO have the tag of a SELECT. */
const makesTable = (statement: string): boolean =>
  /^CREATE\b/i.test(statement) ||
  /^(?:SELECT|WITH)\b.*(?<!\b(?:INSERT|MERGE) )\bINTO (?:(?:TEMP|TEMPORARY|UNLOGGED|TABLE) )*[\w"]/i.test(statement);

/** The statements of a text that is free of data and comments, in their order. */
export const statementsIn = (text: string): string[] =>
  text
    .split(';')
    .map((statement) => statement.replace(/^[^A-Za-z]+/, '').trim())
    .filter((statement) => statement !== '');

/** Rows of a `COPY … TO`, which the program has got. */
export const copiedOut = (tag: string, statement: () => string): number => {
  const [, count] = /^COPY (\d+)$/.exec(tag) ?? [];
  return count !== undefined && isCopyOut(statement()) ? Number(count) : 0;
};

const savepoint =
  /^(?:SAVEPOINT|RELEASE(?: SAVEPOINT)?|ROLLBACK(?: WORK| TRANSACTION)? TO(?: SAVEPOINT)?) (?:"(?<quoted>(?:[^"]|"")*)"|(?<bare>[^\s;"]+))/i;

/** The savepoint a statement makes, releases or returns to; undefined of any other. */
export const savepointOf = (statement: string): string | undefined => {
  const { quoted, bare } = savepoint.exec(statement)?.groups ?? {};
  return quoted?.replaceAll('""', '"') ?? bare?.toLowerCase();
};
