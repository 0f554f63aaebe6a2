type Words = readonly [meaning: string, remedy: string];

/** Error codes of one part, each with what it means and what to do. */
export interface ErrorGroup {
  readonly heading: string;
  readonly errors: Readonly<Record<string, Words>>;
}

/** What programs with the SDK, checks and probes raise. */
export const programErrorGroups: readonly ErrorGroup[] = [
  {
    heading: 'Checking files',
    errors: {
      ARCHIVE_DAMAGED: ['A compressed file is cut off or damaged.', 'Fetch it again.'],
      CONTRACT_INVALID: ['A contract is wrong.', 'The message names line and column. [Contracts](contract.md).'],
      DATE_FORMAT_INVALID: [
        'A date format of a contract is not known.',
        'The message names the part. [Contracts](contract.md).',
      ],
      FILE_UNREADABLE: [
        'A file does not exist, may not be read, or is of a kind that cannot be checked.',
        'The message says which.',
      ],
      HISTORY_UNREACHABLE: [
        'The server that keeps profiles does not answer.',
        'Drift is not compared in this check. Start the server.',
      ],
      HISTORY_UNUSABLE: ['The folder of `--history` cannot be read or written.', 'Correct its rights.'],
      PATTERN_TOO_SLOW: [
        'A regular expression takes too long.',
        'Simplify it: avoid a repetition inside a repetition.',
      ],
      REJECT_FILE_UNWRITABLE: ['The file of rejected rows cannot be written.', 'Name another place with `--rejects`.'],
      SQL_NOT_JUDGED: [
        'A SQL expectation took too long, or its engine is missing.',
        'Raise `timeout`, or simplify the query. [Limits](limits.md#checking-files).',
      ],
    },
  },
  {
    heading: 'SDK',
    errors: {
      SIGHTGLASS_API: [
        'A call of `api()` failed. Class `ApiError`.',
        '`errorClass`, `status` and `cause` say why. [Call APIs](../guides/call-apis.md).',
      ],
      SIGHTGLASS_API_DEFINITION: ['An option of `api()` is wrong.', 'The message lists the options.'],
      SIGHTGLASS_AUDIT: ['The audit rows of a run could not be written.', 'The cause is the error of the database.'],
      SIGHTGLASS_AUDIT_FILE_MISSING: [
        'A bundled program has no DDL of the audit table.',
        'Create the table from `packages/sdk/sql` by hand.',
      ],
      SIGHTGLASS_AUDIT_TABLE_NAME: [
        'The name of an audit table is not a plain name.',
        'Write `table` or `schema.table`.',
      ],
      SIGHTGLASS_HELD_BACK: [
        'A policy did not send a call: circuit open, cooling down, bulkhead full.',
        'It is the cause of an `ApiError`. Wait, or raise the limit.',
      ],
      SIGHTGLASS_PIPELINE_DEFINITION: [
        'A schedule, deadline or name of `pipeline()` is wrong.',
        'The message says what to write instead.',
      ],
      SIGHTGLASS_REDIRECT: [
        'An API redirects where the call does not follow.',
        'Use the final address, or list the status in `accept`.',
      ],
      SIGHTGLASS_REFUSED_BY_SERVER: [
        'The server refused the state of a shared breaker.',
        'The program goes by its own breaker. Update the server.',
      ],
      SIGHTGLASS_SDK_CONFIGURATION: [
        '`configure()` was called too late or with a wrong value.',
        'Call it before the first run.',
      ],
    },
  },
  {
    heading: 'Databases and probes',
    errors: {
      EAUTHORITYFILE: ['The file of `sslrootcert` cannot be read.', 'Correct its path and rights.'],
      EENCRYPT: [
        'The URL requires TLS and the server does not offer it.',
        'Switch TLS on in the database, or change `sslmode`.',
      ],
      PROBE_SAMPLE: [
        'Sessions and locks of a database could not be read.',
        'The message has the reason, often a missing right. [Watch databases](../guides/watch-databases.md#look-inside).',
      ],
      PROBE_TARGET: ['The URL of a database is wrong.', 'The message names the part.'],
      SIGHTGLASS_PROBE_BODY: [
        'The answer to a probe cannot be judged.',
        'It is too long, or not the JSON that `schema` expects.',
      ],
    },
  },
];
