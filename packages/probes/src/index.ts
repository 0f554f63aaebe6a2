export { ping } from './ping.ts';
export { readTarget } from './read-target.ts';
export { TargetError, type Target, type TlsMode } from './target.ts';
