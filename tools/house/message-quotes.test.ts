import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** A value in single quotes within a message: `stage '${name}'`. Code that is shown, as `api('${name}')`, has a bracket before it. */
const singleQuoted = /[\s:]'\$\{[^}`]*\}…?'(?!\))/u;
/** SQL is quoted so, and a command line as it is typed. */
const isSql = /\b(?:SELECT|WHERE|CASE WHEN|KILL QUERY|Enum8|CAST|tupleElement|fromUnixTimestamp64Nano)\b|\.value = '/u;

test('messages put values into straight double quotes', () => {
  const files = globSync('packages/{model,probes,sdk,server,cli,dashboard}/src/**/*.{ts,tsx}').filter(
    (file) => !/\.test\.tsx?$|\/_[^/]*$/u.test(file),
  );
  expect(files.length).toBeGreaterThan(700);
  const found = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        singleQuoted.test(line) && !isSql.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [],
      ),
  );
  expect(found).toEqual([]);
});
