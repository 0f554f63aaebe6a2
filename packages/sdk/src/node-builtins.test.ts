import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** What modules of Node export only since a version after 22.0: an older one raises where such a name is imported. */
const laterThan22 =
  /^(?:crc32|\w*[zZ]std\w*|registerHooks|enableCompileCache|flushCompileCache|constants as zstd|getCallSites?|stripTypeScriptTypes|mkdtempDisposable\w*|globSync|glob)$/;
const packages = join(import.meta.dirname, '../..');

const sourcesOf = (name: string): string[] =>
  readdirSync(join(packages, name, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('.test.'))
    .map((file) => join(packages, name, 'src', file));

const importedNames = (source: string): string[] =>
  [...source.matchAll(/^import \{([^}]*)\} from 'node:[\w/]+';/gm)].flatMap(([, names = '']) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type ')),
  );

it.each(['sdk', 'model', 'probes'])('%s imports nothing that Node 22.0 does not have', (name) => {
  const found = sourcesOf(name).flatMap((file) =>
    importedNames(readFileSync(file, 'utf8'))
      .filter((imported) => laterThan22.test(imported))
      .map((imported) => `${file}: ${imported}`),
  );
  expect(found).toEqual([]);
});
