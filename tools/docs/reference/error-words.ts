import { commandLineErrors } from './command-line-errors.ts';
import { signingIn } from './error-words-signing-in.ts';
import { type ErrorGroup, programErrorGroups } from './program-error-words.ts';

/** What each error code means and what to do; a test holds the codes against the source. */
export const errorGroups: readonly ErrorGroup[] = [
  { heading: 'Command line', errors: commandLineErrors },
  {
    heading: 'Start of the server',
    errors: {
      CONFIG_INVALID: [
        'A setting is wrong.',
        'The message lists every wrong setting with file, line and column. [Configuration](configuration.md).',
      ],
      HASH_KEY_UNUSABLE: [
        'The file of `privacy.keyFile` cannot be read, or holds fewer than 16 bytes.',
        'Put a random key there that nobody else can read: `openssl rand -base64 32`.',
      ],
      POLICY_TOO_LARGE: [
        'The policy under `privacy` is too long for one statement of the telemetry engine.',
        'Name fewer keys; `*` is anything.',
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
      ADDRESS_DENIED: [
        'A probe was to go to a link-local address, or one of a metadata service.',
        'Name another host in the `url` of the API.',
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
      LEAD_LOST: [
        'Another server decides about alerts now. In the log only.',
        'Nothing; that server goes on where this one ended.',
      ],
      MAIL_TOKEN: [
        'The provider of the mail account gave no access token. In the log of notifications.',
        'Check `oauth2` of the channel. [Get mail when something breaks](../guides/mail.md).',
      ],
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
  ...programErrorGroups,
];
