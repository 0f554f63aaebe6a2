import {
  databaseNamespace,
  type Dataset,
  datasetProblem,
  type DatabaseSystem,
  tableDatasetName,
} from '@sightglass/model';
import type { DatabaseAddress } from '../record/database-address.ts';
import type { StatementTables, TableName } from './statement-tables.ts';

/** The datasets of one statement. */
export interface StatementDatasets {
  readonly inputs: readonly Dataset[];
  readonly outputs: readonly { readonly dataset: Dataset; readonly isMain: boolean }[];
}

/** What names without a schema or database mean in one session, and which of them are no datasets. */
export class NameScope {
  readonly #address: () => DatabaseAddress;
  readonly #temporary = new Set<string>();
  #schema: string | undefined;
  #hasMoved = false;
  #resolved = new WeakMap<StatementTables, StatementDatasets>();

  constructor(address: () => DatabaseAddress) {
    this.#address = address;
  }

  /** Where names without a schema lie; undefined when that is not known. */
  inSchema(schema: string | undefined): void {
    if (schema === this.#schema) return;
    this.#schema = schema;
    this.#resolved = new WeakMap();
  }

  /** The datasets of a statement that has been run. */
  datasetsOf(tables: StatementTables): StatementDatasets {
    const found = this.#resolved.get(tables);
    if (found !== undefined) return found;
    this.#note(tables);
    const resolved = {
      inputs: tables.inputs.flatMap((table) => this.#datasetOf(table) ?? []),
      outputs: tables.outputs.flatMap(({ table, isMain }) => {
        const dataset = this.#datasetOf(table);
        return dataset === undefined ? [] : [{ dataset, isMain }];
      }),
    };
    this.#resolved.set(tables, resolved);
    return resolved;
  }

  #note({ temporary, database }: StatementTables): void {
    const isElsewhere = database !== undefined && database !== this.#address().database;
    if (temporary.length === 0 && !isElsewhere) return;
    for (const table of temporary) this.#temporary.add(table.at(-1) ?? '');
    this.#hasMoved ||= isElsewhere;
    this.#resolved = new WeakMap();
  }

  #datasetOf(table: TableName): Dataset | undefined {
    const { system, host, port, database } = this.#address();
    if (host === undefined || host === '' || (table.length === 1 && this.#temporary.has(table[0] ?? '')))
      return undefined;
    const names = namesIn[system];
    if (names.isOwn(table)) return undefined;
    const own = this.#hasMoved ? undefined : database;
    const [name, schema = this.#schema, outer = own] = table.toReversed();
    if (table.length > names.mostParts || outer === undefined) return undefined;
    const server = /^[/@]/u.test(host) || host === '.' || host === '(local)' ? 'localhost' : host;
    const dataset = { namespace: databaseNamespace(system, server, port), name: tableDatasetName(outer, schema, name) };
    return datasetProblem(dataset) === undefined ? dataset : undefined;
  }
}

interface SystemNames {
  /** With database and, where there are, schema. */
  readonly mostParts: number;
  /** Whether a table belongs to the database itself, or ends with a session or statement. */
  readonly isOwn: (table: TableName) => boolean;
}

const namesIn: Readonly<Record<DatabaseSystem, SystemNames>> = {
  postgresql: {
    mostParts: 3,
    isOwn: (table) => {
      const [name = '', schema] = table.toReversed();
      return schema === undefined
        ? name.startsWith('pg_')
        : /^(?:pg_catalog|information_schema|pg_toast.*|pg_temp.*)$/u.test(schema);
    },
  },
  'microsoft.sql_server': {
    mostParts: 3,
    isOwn: (table) => {
      const [name = '', schema, database = ''] = table.toReversed();
      if (/^[#@]/u.test(name) || /^(?:master|model|msdb|tempdb)$/iu.test(database)) return true;
      if (schema !== undefined && /^(?:sys|information_schema)$/iu.test(schema)) return true;
      return /^(?:inserted|deleted|sys[a-z]+)$/iu.test(name) && (schema === undefined || /^(?:dbo)?$/iu.test(schema));
    },
  },
  mysql: {
    mostParts: 2,
    isOwn: (table) => /^(?:mysql|sys|information_schema|performance_schema)$/iu.test(table.at(-2) ?? ''),
  },
};
