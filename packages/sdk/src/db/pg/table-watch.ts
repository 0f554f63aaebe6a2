import type { Context } from '@opentelemetry/api';
import { runScopeOf } from '../../telemetry/run-context.ts';
import type { DatabaseAddress } from '../record/database-address.ts';
import type { Statement } from '../statement/describe.ts';
import { NameScope } from '../tables/name-scope.ts';
import { tablesIn } from '../tables/read-tables.ts';
import type { StatementTables } from '../tables/statement-tables.ts';
import { type TableWrite, useTables } from '../tables/statement-use.ts';
import { searchPathOf } from './search-path.ts';
import type { PgClient } from './types.ts';

/** A statement the server has done. */
export interface DoneStatement {
  readonly tag: string;
  /** What was sent, and which of its statements this is. */
  readonly text: string;
  readonly at: number;
  readonly changed: number | undefined;
  readonly copied: number;
}

/** Follows which tables the statements of one connection read and write. */
export interface TableWatch {
  /** A text is sent, or waits for those before it; what comes back is called when it is over. */
  sent(text: string, statement: Statement, own: Context): (error: unknown) => void;
  /** Notes what was read, and gives back what was written, if it is committed. */
  completed(done: DoneStatement): readonly TableWrite[];
}

interface SentText {
  readonly text: string;
  readonly statement: Statement;
  readonly own: Context;
}

export const createTableWatch = (client: PgClient, address: () => DatabaseAddress): TableWatch => {
  const scope = new NameScope(address);
  scope.inSchema(onlySchemaOf(optionPath(client)));
  /** Those that are sent or wait, in their order. */
  const waiting: SentText[] = [];
  return {
    sent: (text, statement, own) => {
      const one = { text, statement, own };
      waiting.push(one);
      return (error) => {
        const at = waiting.indexOf(one);
        if (at !== -1) waiting.splice(at, 1);
        if (!error) noteSearchPath(scope, client, text);
      };
    },
    completed: (done) => {
      const active = activeIn(waiting, done.text);
      return active === undefined || !movesData.test(done.tag) ? [] : used(scope, active, done);
    },
  };
};

/** The text the server works on; those before it are over, whether or not the driver has said so. */
const activeIn = (waiting: SentText[], text: string): SentText | undefined => {
  const at = waiting.findIndex((one) => one.text === text);
  if (at > 0) waiting.splice(0, at);
  return at === -1 ? undefined : waiting[0];
};

const used = (
  scope: NameScope,
  { statement, own }: SentText,
  { tag, at, changed, copied }: DoneStatement,
): readonly TableWrite[] => {
  const tables = tablesIn(statement.text, 'postgresql')[at];
  if (tables === undefined || !isOf(tables, tag)) return [];
  if (runScopeOf(own) === undefined && tables.temporary.length === 0) return [];
  if (tables.verb === 'CREATE' && !tag.startsWith('SELECT'))
    scope.datasetsOf(tables); // nothing was put into it
  else
    return useTables(scope, tables, own, {
      changed,
      copied: isCopyOfTable(tables, statement.text) ? copied : undefined,
    });
  return [];
};

const noteSearchPath = (scope: NameScope, client: PgClient, text: string): void => {
  if (!mayMoveNames.test(text.slice(0, mostSearched))) return;
  const setting = searchPathOf(text);
  const isOpen = client.getTransactionStatus?.() !== 'I';
  scope.inSchema(setting === undefined || isOpen ? undefined : onlySchemaOf(setting));
};

/** A load may send megabytes in one text. */
const mostSearched = 32_768;
const movesData = /^(?:INSERT|UPDATE|DELETE|MERGE|SELECT|COPY|TRUNCATE|CREATE|REFRESH)/;
const mayMoveNames = /search_path|\bSET\s+SCHEMA\b|\b(?:DISCARD|RESET)\s+ALL\b/i;

/** `COPY orders TO`, not `COPY (SELECT …) TO`. */
const isCopyOfTable = ({ verb, inputs }: StatementTables, text: string): boolean =>
  verb === 'COPY' && inputs.length === 1 && !/^COPY\s*\(/i.test(text);

/** Whether the server has answered to the statement that was read, and not to another: rules and bodies of functions may shift them. */
const isOf = ({ verb }: StatementTables, tag: string): boolean =>
  tag.startsWith(verb) || (verb === 'CREATE' && tag.startsWith('SELECT'));

/** `-c search_path=shop` among the options of a connection. */
const optionPath = ({ connectionParameters }: PgClient): string => {
  const [, path = ''] = /-c\s*search_path=((?:[^\s\\]|\\.)+)/.exec(connectionParameters?.options ?? '') ?? [];
  return path === '' ? '' : `SET search_path = ${path}`;
};

/** The one schema of a search path; undefined when there are several, or where it depends on who is logged in. */
const onlySchemaOf = (setting: string): string | undefined => {
  const [, given = ''] =
    /^(?:SET search_path = |SELECT set_config\('search_path', )(.*?)(?:, false\))?$/s.exec(setting) ?? [];
  const text = given.startsWith("'") && setting.startsWith('SELECT') ? given.slice(1, -1).replaceAll("''", "'") : given;
  const [, quoted, bare] = /^(?:["']([^"',$]+)["']|([\w]+))$/.exec(text.trim()) ?? [];
  if (bare !== undefined) return /^default$/i.test(bare) ? undefined : bare.toLowerCase();
  return quoted;
};
