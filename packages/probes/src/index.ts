export { addressesOf, ping } from './ping.ts';
export type { PingOptions } from './ping-address.ts';
export { postgresqlTls } from './postgresql-tls.ts';
export { readTarget } from './read-target.ts';
export { holdsPassword, isMissing, withReferences } from './references.ts';
export { sample, SampleError, type SampleOptions } from './sample.ts';
export { TargetError, type Target, type TlsMode } from './target.ts';
