import type { Attributes } from '@opentelemetry/api';
import { attributes, type DatabaseSystem } from '@sightglass/model';

/** The database a connection leads to. */
export interface Place {
  readonly system: DatabaseSystem;
  readonly database: string | undefined;
  readonly host: string | undefined;
  readonly port: number | undefined;
}

export const placeAttributes = ({ system, database, host, port }: Place): Attributes => ({
  [attributes.dbSystemName]: system,
  ...(database === undefined ? {} : { [attributes.dbNamespace]: database }),
  ...(host === undefined ? {} : { [attributes.serverAddress]: host }),
  ...(port === undefined ? {} : { [attributes.serverPort]: port }),
});

export const placeName = ({ host = '', port, database = '' }: Place): string =>
  `${host}${port === undefined ? '' : `:${port}`}/${database}`;
