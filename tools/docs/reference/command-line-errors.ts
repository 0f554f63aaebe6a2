/** Of the command line, backups included: what each code means, and what to do. */
export const commandLineErrors: Readonly<Record<string, readonly [meaning: string, remedy: string]>> = {
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
  DASHBOARD_BUILD: [
    'In a clone, the dashboard could not be built.',
    'Run `npm ci` again; the message holds the output of the build.',
  ],
  DISK_FULL: [
    'The disk of a backup is full. Nothing is left of the backup.',
    'Free some space, or choose another disk.',
  ],
  ERASURE_FAILED: [
    'Not all of it could be erased.',
    'The message says where it is still found: mostly a program goes on sending it. Stop that, and erase again.',
  ],
  ERASURE_REFUSED: [
    'It was not erased: it is on legal hold, or a backup or another erasure goes on.',
    'The message says which. [Erase](../operate/erase.md).',
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
  NOT_FOUND: [
    'There is no such run, pipeline, database, API or address.',
    'List what there is: `sightglass runs list`. What was sent a moment ago may take a second.',
  ],
  NO_BUFFER: ['There is no buffer folder to send from.', 'Give the folder that the pipelines use with `--buffer`.'],
  NO_EXAMPLE: ['The demo needs a clone of the repository.', 'Use `sightglass serve` with programs of yours.'],
  NO_FILES: ['No file matches the pattern.', 'Check the pattern and the folder.'],
  NOTHING_REDACTED: [
    'The configuration given to `sightglass redact try` has no policy.',
    'Set `privacy: {preset: standard}` in it. [Privacy](../concepts/privacy.md).',
  ],
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
  LOGIN_TIMEOUT: [
    'No code came within 10 minutes.',
    'Begin again with `sightglass login`, and open the page that it prints.',
  ],
  NAME: ['This cannot be the name of a person.', 'Take one without spaces, up to 100 characters.'],
};
