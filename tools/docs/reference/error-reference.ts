import { errorGroups } from './error-words.ts';
import { generatedPage, tableOf } from './markdown.ts';

const intro = `Every error of Sightglass has a stable code. Where you find it:

- the command line ends the first line of an error with it: \`sightglass: No run has an id that starts with "0199". [NOT_FOUND]\`;
- the HTTP API answers with problem details (RFC 9457), whose \`type\` is the code in lower case: \`urn:sightglass:problem:not-found\`;
- errors that the SDK raises have it as \`error.code\`.

Messages name the file, column or setting that is wrong. Codes stay the same from version to version; messages may change. Codes of the operating system
(\`ENOENT\`, \`EACCES\`, \`ECONNREFUSED\` …) are passed on as they are.`;

/** The text of docs/reference/errors.md. */
export const errorReference = (): Promise<string> =>
  generatedPage(
    'Errors',
    'by `npm run docs` from tools/docs/reference/error-words.ts',
    intro,
    ...errorGroups.flatMap(({ heading, errors }) => [
      `## ${heading}`,
      tableOf(
        ['code', 'what it means', 'what to do'],
        Object.entries(errors).map(([code, [meaning, remedy]]) => [`\`${code}\``, meaning, remedy]),
      ),
    ]),
  );
