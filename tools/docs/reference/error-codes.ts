import { execFileSync } from 'node:child_process';
import { readPage, repository } from '../pages.ts';

const places = ['packages/cli/src', 'packages/sdk/src', 'packages/probes/src', 'packages/server/src'];
const forms = [
  /readonly code(?:: string)? = '([A-Z][A-Z_]+)'/gu,
  /new (?:CliError|[A-Z]\w*Error)\(\s*'([A-Z][A-Z_]+)'/gu,
  /\bcode: '([A-Z][A-Z_]{4,})'/gu,
];
/** Codes of the operating system and of Node, which we pass on. */
const isForeign = (code: string): boolean => /^E[A-Z]+$|^(?:EAI|ERR|FST|HPE)_/u.test(code) && !own.has(code);
const own: ReadonlySet<string> = new Set(['EENCRYPT', 'EAUTHORITYFILE', 'ENGINE_BUSY']);

const sources = (): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...places], {
    cwd: repository,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|\/_|\/testing\//u.test(path));

/** Every error code in the source, with the packages in which it is: `PORT` → `cli`. */
export const errorCodes = (): Map<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>();
  for (const path of sources()) {
    const [, room = ''] = path.split('/');
    const text = readPage(path);
    for (const form of forms) {
      for (const [, code = ''] of text.matchAll(form)) {
        if (!isForeign(code)) found.set(code, (found.get(code) ?? new Set()).add(room));
      }
    }
  }
  return found;
};
