export { ping, type PingOptions } from './ping.ts';
export { readTarget } from './read-target.ts';
export { sample, SampleError, type SampleOptions } from './sample.ts';
export { TargetError, type Target, type TlsMode } from './target.ts';
