import { signingIn } from './error-words-signing-in.ts';

type Words = readonly [meaning: string, remedy: string];

/** What each error code means and what to do; a test holds the codes against the source. */
export const errorGroups: readonly { readonly heading: string; readonly errors: Readonly<Record<string, Words>> }[] = [
  {
    heading: 'Command line',
    errors: {
      AMBIGUOUS: ['Several pipelines have this name.', 'Add `--namespace`; the message lists them.'],
      AUDIT_TABLE: [
        'Columns of an audit table are not known, or the table cannot be read.',
        'Name the columns with `--column`. [Audit tables](../guides/audit-table.md).',
      ],
      BACKUP_DAMAGED: [
        'A backup is cut off, changed, or not one of Sightglass.',
        'Take another one; nothing was restored. [Back up](../operate/backup.md).',
      ],
      BACKUP_EXISTS: ['The file that a backup would become is there already.', 'Give another name, or a folder.'],
      BACKUP_FAILED: [
        'A backup could not be taken, or ended early. Nothing is left of it.',
        'The message has the reason; with a server, so does its log.',
      ],
      BACKUP_NEWER: [
        'A backup is of a newer Sightglass. Nothing was changed.',
        'Restore it with that version, or a newer one.',
      ],
      BACKUP_UNDER_WAY: ['The server takes another backup now.', 'Try again when it has ended.'],
      CREDENTIALS_EXPOSED: [
        'Others may read the file with the token of `sightglass login`.',
        'Run the `chmod` of the message. If others are on the machine, `sightglass logout` first.',
      ],
      CREDENTIALS_INVALID: [
        'The file with the token of `sightglass login` cannot be read.',
        'Remove it and sign in again.',
      ],
      CREDENTIALS_WRITE: [
        'The token of `sightglass login` cannot be kept.',
        'The message has the reason of the system. `XDG_CONFIG_HOME` names another folder.',
      ],
      DASHBOARD_BUILD: [
        'In a clone, the dashboard could not be built.',
        'Run `npm ci` again; the message holds the output of the build.',
      ],
      DISK_FULL: [
        'The disk of a backup is full. Nothing is left of the backup.',
        'Free some space, or choose another disk.',
      ],
      FOREIGN_SERVER: [
        'Something answers at this address, and it is not Sightglass.',
        'Check `--url` and `SIGHTGLASS_URL`.',
      ],
      HOST: ['The name given as `--host` has no address.', 'Use `127.0.0.1`.'],
      INTERRUPTED: ['A signal stopped the command before it was done.', 'Run it again. Nothing was written.'],
      INVALID_COLUMN: [
        '`--column` names a meaning that does not exist.',
        'Write `--column meaning=column`; the message lists the meanings.',
      ],
      INVALID_QUERY: ['A search cannot be read.', 'The message shows the place. [Query language](query-language.md).'],
      INVALID_TIME: [
        '`--from` or `--to` is not a time.',
        'Write `2026-05-01T10:00:00Z`, or an age such as `15m`, `2h`, `7d`.',
      ],
      INVALID_URL: ['`--url` is not an http or https address.', 'Write it as `http://host:port`.'],
      LOGIN_TIMEOUT: [
        'No code came within 10 minutes.',
        'Begin again with `sightglass login`, and open the page that it prints.',
      ],
      NAME: ['This cannot be the name of a person.', 'Take one without spaces, up to 100 characters.'],
      NOT_FOUND: [
        'There is no such run, pipeline, database, API or address.',
        'List what there is: `sightglass runs list`. What was sent a moment ago may take a second.',
      ],
      NO_BUFFER: ['There is no buffer folder to send from.', 'Give the folder that the pipelines use with `--buffer`.'],
      NO_EXAMPLE: ['The demo needs a clone of the repository.', 'Use `sightglass serve` with programs of yours.'],
      NO_FILES: ['No file matches the pattern.', 'Check the pattern and the folder.'],
      NO_INPUT: ['`check -` found nothing on standard input.', 'Pipe a file into it, or name one.'],
      OPTIONS: ['Two options exclude each other.', 'Give one of them.'],
      PING_URL: [
        'This is not the URL of a database that can be checked.',
        'Write `postgres://`, `sqlserver://` or `mysql://`.',
      ],
      PORT: [
        'A port is taken, not allowed, or given twice.',
        'Choose another with `--port` or `--grpc-port`; 0 picks a free one.',
      ],
      RESTORE_FAILED: [
        'A backup could not be written where it should go. Nothing was changed.',
        'The message has the reason: mostly space, rights, or a folder that is a disk of its own.',
      ],
      RESTORE_REFUSED: [
        'The data folder to restore into is not empty, or cannot be read.',
        'Name another with `--into`, or add `--replace`.',
      ],
      RUN_MISSING: ['`demo --once` did not find the run of its example.', 'Run `sightglass doctor`.'],
      UNREACHABLE: [
        'The server does not answer.',
        'Start it, or correct `--url`. [Troubleshooting](../operate/troubleshooting.md#the-server-cannot-be-reached).',
      ],
      USAGE: ['An option, argument or command is wrong or missing.', 'The message names it, with an example.'],
    },
  },
  {
    heading: 'Start of the server',
    errors: {
      CONFIG_INVALID: [
        'A setting is wrong.',
        'The message lists every wrong setting with file, line and column. [Configuration](configuration.md).',
      ],
      DATA_DIR_IN_USE: [
        'Another server uses this data folder.',
        'Stop it (the message has its process id), or use another folder.',
      ],
      DATA_DIR_UNUSABLE: ['The data folder cannot be created.', 'Correct its rights, or choose another with `--data`.'],
      DATA_NEWER: [
        'A newer version wrote this data.',
        'Start that version again. Nothing was changed. [Upgrade](../operate/upgrade.md#go-back).',
      ],
      ENGINE_START_FAILED: [
        'The telemetry engine does not start.',
        'Run `sightglass doctor`: it checks the engine, the disk and the C library.',
      ],
      MIGRATION_FAILED: [
        'The telemetry could not be brought up to date.',
        'Restore the backup and report the message.',
      ],
      STATE_INCOMPLETE: [
        'Files of the embedded state are missing.',
        'None: the server sets the state aside and begins a new one.',
      ],
      STATE_MIGRATION_FAILED: [
        'The state could not be brought up to date.',
        'Restore the backup and report the message.',
      ],
      STATE_UNUSABLE: ['The state cannot be opened.', 'Check the rights of the folder and the space on its disk.'],
    },
  },
  {
    heading: 'Receiving telemetry',
    errors: {
      BODY_REFUSED: [
        'A body has a wrong type or encoding, is too large, or arrives too slowly.',
        'The message says which. [Limits](limits.md#receiving).',
      ],
      DISK_RESERVE_REACHED: [
        'Too little disk space is free. HTTP 503.',
        'Free disk space. Senders keep their data and try again. [Retention and disk](../operate/retention-and-disk.md).',
      ],
      LIMIT_REACHED: [
        'More was sent or asked than one token, person or address may. HTTP 429.',
        'None: senders try again after `Retry-After`. If it lasts, raise the setting that the message names.',
      ],
      INTAKE_OVERLOADED: [
        'Too many bodies are read at once. HTTP 429.',
        'None: senders try again. If it lasts, send fewer requests with more records each.',
      ],
      INVALID_JSON_BODY: [
        'A JSON body is not OTLP. HTTP 400.',
        'The message names the JSON path. Field names are lowerCamelCase.',
      ],
      JSON_TOO_COSTLY: ['A JSON body needs too much memory. HTTP 413.', 'Send smaller batches, or protobuf.'],
      MALFORMED_BODY: [
        'A protobuf body is not OTLP. HTTP 400.',
        'The message names the byte. Check what changes the body on its way.',
      ],
      SEGMENT_REMOVED: [
        'Somebody removed a file of the spool while it was written.',
        'Nothing of it was acknowledged. Leave the data folder to the server.',
      ],
      SPOOL_FULL: [
        'The engine is behind by `spool.bytes`. HTTP 503.',
        'None: senders try again. If it lasts, see [troubleshooting](../operate/troubleshooting.md#data-is-refused).',
      ],
      SPOOL_WRITE_FAILED: [
        'The spool cannot be written. HTTP 503.',
        'The message has the reason of the system, such as a full disk.',
      ],
      TOO_MANY_MESSAGES: ['One body holds too many records and attributes. HTTP 413.', 'Send smaller batches.'],
      TRAILING_BYTES: ['Bytes follow the end of a compressed body.', 'Send one compressed stream per body.'],
    },
  },
  signingIn,
  {
    heading: 'HTTP API',
    errors: {
      ADDRESS_INVALID: [
        'The address has a `%` that begins no character. HTTP 400.',
        'Write `%25` for the character itself.',
      ],
      BODY_INVALID: ['The body is not the JSON that this address reads. HTTP 400.', 'The message names the field.'],
      BODY_TOO_LARGE: ['The body is too large for this address. HTTP 413.', 'Send less.'],
      CHARACTER_INVALID: ['A text holds the character U+0000, which is not stored. HTTP 400.', 'Leave it out.'],
      CONTENT_TYPE_INVALID: ['This address does not read that content type. HTTP 415.', 'Send `application/json`.'],
      CURSOR_INVALID: [
        '`cursor` was not given out by this server. HTTP 400.',
        'Pass `nextCursor` back unchanged, or leave it out.',
      ],
      ENGINE_BUSY: ['Too many queries at once. HTTP 503 with `Retry-After`.', 'Try again.'],
      ENGINE_LANE_BUSY: ['The same, inside the server.', 'Try again.'],
      HOST_REFUSED: [
        'The server does not answer to this host name. HTTP 421.',
        'Name it in `allowedHosts`. [Deploy](../operate/deploy.md#let-other-machines-in).',
      ],
      INCIDENT_CHANGED: [
        'Somebody else changed the incident since you read it. HTTP 409.',
        'Read it again, then decide. [Incidents](../guides/incidents.md).',
      ],
      INCIDENT_CLOSED: [
        'The incident has been closed, or is part of another one. HTTP 409.',
        'The message names the other one. Notes can still be added.',
      ],
      INTERNAL: ['The server failed. HTTP 500.', 'Its log has the reason. Please report it.'],
      METHOD_NOT_ALLOWED: [
        'The address exists and does not answer this method. HTTP 405.',
        'The header `Allow` lists the methods.',
      ],
      PARAMETER_INVALID: ['A parameter is wrong. HTTP 400.', '`errors` names each one.'],
      QUERY_FAILED: [
        'The engine refused a query. HTTP 500.',
        'The log of the server has the reason. Please report it.',
      ],
      QUERY_PARAMETER_INVALID: ['A query lacks a value, inside the server.', 'Please report it.'],
      QUERY_TIMEOUT: ['The engine did not answer in time.', 'Narrow the query, as for `QUERY_TOO_HEAVY`.'],
      QUERY_TOO_WIDE: [
        'A query would read more rows or bytes than one may. HTTP 422.',
        'Use a shorter time range, or name a run, service or pipeline.',
      ],
      QUERY_TOO_HEAVY: [
        'A query took too much time or memory. HTTP 504.',
        'Use a shorter time range, or name a run, service or pipeline.',
      ],
      READER_LEFT: ['The reader closed the connection.', 'None: the query was stopped.'],
      RUN_ID_SHARED: [
        'Several pipelines have a run with this id. HTTP 409.',
        'Use the address with the pipeline; `errors` lists them.',
      ],
      SEVERITY_UNKNOWN: ['A level does not exist. HTTP 400.', 'Use DEBUG, INFO, WARN, ERROR or CRITICAL.'],
      SPAN_RULE_CONFLICT: [
        'A rule that makes runs of spans cannot be made or taken back. HTTP 409.',
        'The message has what to do: another name of the pipeline, another rule less, or the configuration.',
      ],
      STORAGE_DAMAGED: [
        'Files of the stored telemetry are damaged. HTTP 503.',
        'Wait: the server restores them. [Damaged files](../operate/troubleshooting.md#damaged-files).',
      ],
      TELEMETRY_UNAVAILABLE: ['The engine is being started again. HTTP 503.', 'Try again in a few seconds.'],
    },
  },
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
