import { enableCompileCache } from 'node:module';
import { compileCacheFolder } from './config/compile-cache.ts';

// Before anything large is imported. NODE_COMPILE_CACHE and NODE_DISABLE_COMPILE_CACHE go before it.
enableCompileCache(compileCacheFolder());
const { runCommandLine } = await import('./command-line.ts');
await runCommandLine(process.argv.slice(2));
