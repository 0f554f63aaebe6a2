import { anyCase } from './rule.ts';

/** A regular expression for keys of which one of `globs` holds, in any case; `*` stands for anything, `?` for one character. */
export const globPattern = (globs: readonly string[], any = String.raw`[^\x00]`): string =>
  globs
    .map((glob) =>
      anyCase(
        glob
          .toLowerCase()
          .replaceAll(/[\\^$.|+()[\]{}/]/gu, String.raw`\$&`)
          .replaceAll('?', any)
          .replaceAll('*', `${any}*`),
      ),
    )
    .join('|');
