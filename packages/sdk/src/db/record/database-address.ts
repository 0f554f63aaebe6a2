import type { Attributes } from '@opentelemetry/api';
import { attributes, type DatabaseSystem } from '@sightglass/model';

/** The database a connection leads to. */
export interface DatabaseAddress {
  readonly system: DatabaseSystem;
  readonly database: string | undefined;
  readonly host: string | undefined;
  readonly port: number | undefined;
}

export const addressAttributes = ({ system, database, host, port }: DatabaseAddress): Attributes => ({
  [attributes.dbSystemName]: system,
  ...(database === undefined ? {} : { [attributes.dbNamespace]: database }),
  ...(host === undefined ? {} : { [attributes.serverAddress]: host }),
  ...(port === undefined ? {} : { [attributes.serverPort]: port }),
});

export const addressName = ({ host = '', port, database = '' }: DatabaseAddress): string =>
  `${host}${port === undefined ? '' : `:${port}`}/${database}`;
