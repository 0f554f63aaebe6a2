import { spawnSync } from 'node:child_process';

interface Diagnostic {
  readonly code: string;
  readonly message: string;
  readonly filename: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}

/** Imports that the layers in `.oxlintrc.json` forbid, as `file:line: message`. Raises Error when the linter does not run. */
export const layerBreaks = (): string[] => {
  const { stdout, error } = spawnSync('oxlint', ['--format', 'json'], { encoding: 'utf8', maxBuffer: 64 << 20 });
  if (error !== undefined) throw new Error(`oxlint did not run: ${error.message}`, { cause: error });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] };
  return diagnostics
    .filter(({ code }) => code.includes('no-restricted-imports'))
    .map(({ filename, labels, message }) => `${filename}:${labels[0]?.span.line ?? 1}: ${message}`);
};
