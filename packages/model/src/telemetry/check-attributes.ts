import { define } from './attribute-definition.ts';

/** What checks of files say. */
export const checkAttributes = {
  checkFile: define('pipeline.check.file', 'string', 'Path of the file that was checked.'),
  checkContract: define('pipeline.check.contract', 'string', 'Name of the contract it was checked against.'),
  checkExpectation: define(
    'pipeline.check.expectation',
    'string',
    'What was expected: `COLUMN.KIND`, `row.KIND`, `file.KIND` or `table.KIND`, such as `delay.min`.',
  ),
  checkScope: define('pipeline.check.scope', 'string', '`file`, `row`, `column` or `table`.'),
  checkColumn: define('pipeline.check.column', 'string', 'Column the expectation is about.'),
  checkResult: define('pipeline.check.result', 'string', '`pass`, `warn`, `fail` or `skip`.'),
  checkMessage: define('pipeline.check.message', 'string', 'What was expected and what was found, in one sentence.'),
  checkBroken: define('pipeline.check.broken', 'int', 'Rows, or columns of a file, that broke the expectation.'),
  checkLines: define('pipeline.check.lines', 'string[]', 'Lines of the file that broke it, the first ten.'),
  checkWarn: define(
    'pipeline.check.warn',
    'string',
    'Warns when more than this is broken: a count, a percentage, `never`.',
  ),
  checkError: define('pipeline.check.error', 'string', 'Fails when more than this is broken.'),
  checkRows: define('pipeline.check.rows', 'int', 'Rows of the file.', '{row}'),
  checkRejected: define('pipeline.check.rejected', 'int', 'Rows of the file that were rejected.', '{row}'),
  checkRejectFile: define('pipeline.check.reject_file', 'string', 'File that holds the rejected rows.'),
  checkSamples: define(
    'pipeline.check.samples',
    'string',
    'A few rejected rows as a JSON array of `{"line", "reasons", "row"}`; columns of personal data are starred out.',
  ),
  checkBytes: define('pipeline.check.bytes', 'int', 'Size of the file on disk.', 'By'),
  checkModifiedAt: define('pipeline.check.modified_at', 'string', 'When the file was last written, RFC 3339.'),
  checkProfile: define(
    'pipeline.check.profile',
    'string',
    'What is in the columns of the file, as JSON: counts, histograms and frequent values, none of personal data.',
  ),
  checkDurationMs: define('pipeline.check.duration', 'double', 'Wall time of the check.', 'ms'),
};
