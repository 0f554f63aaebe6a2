import {
  attributeDefinitions,
  type AttributeKey,
  databaseEvents,
  dependencyEvents,
  watchEvents,
  type EventDefinition,
  events,
  formerNames,
  ownEvents,
} from '@sightglass/model';

const intro = `# Events and attributes

<!-- Written by \`npm run docs\` from packages/model; a test keeps both equal. -->

Sightglass reads plain OpenTelemetry. A program that sends the log records below becomes a run with stages and a row ledger, whatever
language it is written in; \`@sightglass/sdk\` and \`sightglass exec\` send them for you. Everything else it sends (logs, spans,
metrics) is searchable as it is.

- An **event** is a log record with \`event_name\` set. Its attributes are attributes of the record, or of its resource.
  Its body is for readers and may be anything (\`load succeeded after 2.1 s: 16,652 read, 16,652 written\`); heartbeat and progress come
  often and are best sent at severity DEBUG, a finish as \`failed\` at ERROR and as \`aborted\` at WARN, all others at INFO.
- **Counts are cumulative** since the start of their stage. A repeated, late or reordered event therefore changes nothing.
  A count that is left out is 0.
- **Times are the sender's.** A record without one gets that of its arrival; one before 1970 or after 2100 is stored as
  the nearest of the two, and a search whose range ends beyond them holds it. Whether a run is alive
  is judged by arrival, so a wrong clock does not matter there.
- **A history may be sent at once.** Runs appear where they happened, however long ago. What was due before the server first ran is not
  missed; whether a run met its deadline is judged by its own times. Retention counts from arrival, and the page of a run shows how long
  after its end it arrived.
- **A run is alive** while events of it arrive. Without a finish, it is \`lost\` after three missed heartbeats.
- **The ledger balances** when, for every stage, \`read = written + rejected + filtered + deduplicated + unmatched\`, and each stage read
  what the stages before it wrote.
- **Counted 0 is not the same as not counted.** A stage of which no event has one of the counts \`pipeline.stage.rows.*\` reports no rows:
  its run reads "nothing was counted", and a 0 that was sent is a count. With \`pipeline.stage.rows.checked\` as large as
  \`pipeline.stage.rows.read\` a stage has only checked files: its rows are accepted, and nobody has loaded them.
- **Whose names these are.** The list of attributes says which are of the OpenTelemetry semantic conventions 1.44. All others are ours:
  those under \`pipeline.\` and \`sightglass.\`. So are the names of all events. There is no convention for data pipelines yet
  ([semantic-conventions#3762](https://github.com/open-telemetry/semantic-conventions/issues/3762)).
- **Without a name there is no run.** An event whose \`pipeline.name\` or \`pipeline.run.id\` is missing or empty is accepted like any log record, as OTLP
  demands (200, nothing rejected), and found among the logs; it belongs to no run.
- **Former names.** Up to version 0.2 some names of ours lay elsewhere: all that begin with \`pipeline.dependency.\` now began with
  \`dependency.\`, and these lacked \`pipeline.\`:
  ${formerNames.map((name) => `\`${name}\``).join(', ')}.
  What older programs send and what is stored is read as ever: a search, a filter of metrics or a metric by either name
  finds both. Records are shown with the names they were sent with.
`;

/** Attributes of the OpenTelemetry semantic conventions 1.44 (`otel.metric.overflow` of the metrics SDK). */
export const openTelemetryNames: ReadonlySet<string> = new Set([
  'file.path',
  'process.exit.code',
  'process.command_args',
  'process.pid',
  'log.iostream',
  'db.system.name',
  'db.namespace',
  'db.operation.name',
  'db.collection.name',
  'db.query.text',
  'db.query.summary',
  'db.response.status_code',
  'db.response.returned_rows',
  'otel.metric.overflow',
  'server.address',
  'server.port',
  'tls.server.not_after',
  'http.request.method',
  'http.request.resend_count',
  'http.response.status_code',
  'url.template',
  'url.full',
  'error.type',
  'exception.type',
  'exception.message',
  'exception.stacktrace',
  'service.name',
  'service.version',
  'service.instance.id',
  'deployment.environment.name',
  'host.name',
]);

const nameOf = (key: AttributeKey): string => `\`${attributeDefinitions[key].name}\``;
const namesOf = (keys: readonly AttributeKey[]): string => keys.map(nameOf).join(', ');

const eventSection = (definitions: Readonly<Record<string, EventDefinition>>): string =>
  Object.values(definitions)
    .map(
      ({ name, description, required, optional }) =>
        `### \`${name}\`\n\n${description}\n\nRequired: ${namesOf(required)}.\n\nOptional: ${namesOf(optional)}.\n`,
    )
    .join('\n');

const attributeSection = (): string => {
  const rows = Object.values(attributeDefinitions).map((attribute) => {
    const unit = 'unit' in attribute ? `\`${attribute.unit}\`` : '';
    const whose = openTelemetryNames.has(attribute.name) ? 'OpenTelemetry' : 'Sightglass';
    return `| \`${attribute.name}\` | ${attribute.type} | ${unit} | ${whose} | ${attribute.description} |`;
  });
  return ['| name | type | unit | whose | meaning |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
};

const example = `\`\`\`sh
url=http://127.0.0.1:4318
run=orders-$(date +%s)

text() { printf ',{"key":"%s","value":{"stringValue":"%s"}}' "$1" "$2"; }
count() { printf ',{"key":"%s","value":{"intValue":"%s"}}' "$1" "$2"; }
event() {
  curl --silent --show-error --fail --output /dev/null --header 'Content-Type: application/json' --data @- "$url/v1/logs" <<JSON
{"resourceLogs": [{
  "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "nightly-etl"}}]},
  "scopeLogs": [{"logRecords": [{
    "timeUnixNano": "$(date +%s)000000000",
    "eventName": "$1",
    "attributes": [{"key": "pipeline.name", "value": {"stringValue": "orders"}}$(text pipeline.run.id "$run")$2]
  }]}]
}]}
JSON
}

event pipeline.run.started "$(count pipeline.run.heartbeat.interval 60000)"

stage="$(text pipeline.stage.name extract)$(text pipeline.stage.id 1)"
event pipeline.stage.started "$stage"
sleep 1
read100="$(count pipeline.stage.rows.read 100)"
event pipeline.stage.finished "$stage$(text pipeline.stage.state succeeded)$read100$(count pipeline.stage.rows.written 100)"

stage="$(text pipeline.stage.name load)$(text pipeline.stage.id 2)"
event pipeline.stage.started "$stage"
sleep 1
rejected="$(count pipeline.stage.rows.rejected 3)"
event pipeline.rows.rejected "$stage$(text pipeline.stage.rows.rejected.reason no-customer)$rejected"
event pipeline.stage.finished "$stage$(text pipeline.stage.state succeeded)$read100$(count pipeline.stage.rows.written 97)$rejected"

event pipeline.run.finished "$(text pipeline.run.state succeeded)"
echo "$url/runs/$run"
\`\`\`
`;

const ownIntro = `## Events of Sightglass itself

A pipeline whose latest run declares a \`pipeline.schedule\` is expected to start by it, in \`pipeline.time_zone\` (UTC when none is said). A
run without a schedule, or with an empty one, takes it back. What cannot be read is shown on the page of the pipeline, with what is wrong.

- **Missed.** Ten minutes after a due time, or when the next is due, a pipeline of which no run has started is reported \`missed\`. A start up
  to a minute early counts, up to five where the next due time is hours away. A run that turns up within a week takes it back.
- **What is judged.** Only times at which the server could receive, after it first ran, and a hundred due times in a row at most.
- **Hours that come twice.** Where clocks are put back, a schedule that names its minutes and hours (\`0 1-4 * * *\`) is due once for each, one
  with a \`*\` as minute or hour all the time: as cron runs them. What falls into the hour that is left out in spring is due right after it.
- **Deadline.** \`04:00\` is the first such time of day after the run was due, \`+1d 06:00\` a time on the day after that day, \`PT90M\` so long
  after it was due. Every run of a due time counts: a retry that meets it meets it. A run that starts when it was met, by hand
  (\`pipeline.run.trigger\` is \`manual\`) after it was over, or more than a day late, is not judged.
- **Clocks.** No event happened after it arrived: times of a clock that is more than five minutes ahead are moved back to their arrival. When
  a clock is more than a minute off, due times and deadlines are judged by arrival, and the page of the run says by how much.
`;

const databaseIntro = `## Database events

The SDK observes \`pg\` and \`mssql\` ([Watch databases](../guides/watch-databases.md)): a span and a log record per statement, and these events.
`;

const dependencyIntro = `## Dependency events

The SDK sends one \`pipeline.dependency.calls\` event for each endpoint and stage ([Call APIs](../guides/call-apis.md)), and again when the counts change. A million calls do not become a
million records.
`;

const watchIntro = `The server checks what is listed under \`dependencies\` ([Watch databases](../guides/watch-databases.md)) and records every attempt.
`;

/** The text of docs/reference/events-and-attributes.md. */
export const telemetryReference = (): string =>
  `${intro}\n## Send a run by hand\n\nPaste this into a shell. It sends a run of two stages as OTLP/JSON, in which 3 of 100 rows are refused, and prints its page.\n\n${example}\n## Events\n\n${eventSection(events)}\n${ownIntro}\n${eventSection(ownEvents)}\n${databaseIntro}\n${eventSection(databaseEvents)}\n${dependencyIntro}\n${eventSection(dependencyEvents)}\n${watchIntro}\n${eventSection(watchEvents)}\n## Attributes\n\n${attributeSection()}\n`;
