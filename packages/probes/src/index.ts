export { addressesOf, ping } from './ping/ping.ts';
export { networkWords } from './ping/network-words.ts';
export type { PingOptions } from './ping/ping-address.ts';
export { postgresqlTls } from './connection/postgresql-tls.ts';
export { sqlServerTls } from './connection/sql-server-tls.ts';
export { readTarget } from './target/read-target.ts';
export { holdsPassword, isMissing, withReferences } from './target/references.ts';
export { sample, SampleError, type SampleOptions } from './sampling/sample.ts';
export { TargetError, type Target, type TlsMode } from './target/target.ts';
