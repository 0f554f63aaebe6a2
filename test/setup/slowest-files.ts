import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

const shown = 15;
/** Whoever runs a few files sees their times anyway. */
const fewestFiles = 50;

/** Prints the slowest files of a whole run; what it adds to the end of CI is where to begin when the tests get slow. */
class SlowestFiles implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    if (modules.length < fewestFiles) return;
    const files = modules
      .map((file) => ({
        seconds: file.diagnostic().duration / 1_000,
        path: relative(process.cwd(), file.moduleId),
        kind: file.project.name,
      }))
      .toSorted((a, b) => b.seconds - a.seconds);
    const all = files.reduce((sum, { seconds }) => sum + seconds, 0);
    console.log(`\nThe slowest ${shown} of ${files.length} files (all together ${all.toFixed(0)} s):`);
    for (const { seconds, kind, path } of files.slice(0, shown)) {
      console.log(`${seconds.toFixed(1).padStart(7)} s  ${kind.padEnd(8)}${path}`);
    }
  }
}

export default SlowestFiles;
