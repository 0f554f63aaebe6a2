import { formatBytes } from '@sightglass/model';
import type { LogRecord } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { runLink } from '../url/run-link.ts';
import { termState } from './query-terms.ts';
import { withBase } from '../url/base-path.ts';

interface Props {
  readonly record: LogRecord;
  readonly query: string;
  readonly onFilter: ((key: string, value: string, negated: boolean) => void) | undefined;
}

/** Everything a record carries; each value can be filtered for or excluded. */
export const LogAttributes = ({ record, query, onFilter }: Props) => (
  <div className="pb-4 pl-3">
    <div className="flex flex-wrap items-center gap-2 py-2">
      {record.runId === null ? null : (
        <Link
          {...(record.pipeline === null
            ? ({ to: '/runs/$runId', params: { runId: record.runId } } as const)
            : runLink({ namespace: record.namespace ?? 'default', pipeline: record.pipeline, runId: record.runId }))}
          search={record.stageId === null ? {} : { stage: record.stageId }}
          className="control"
        >
          Go to the run
        </Link>
      )}
      {record.traceId === null ? null : (
        <Link
          to="/traces/$traceId"
          params={{ traceId: record.traceId }}
          search={record.spanId === null ? {} : { span: record.spanId }}
          className="control"
        >
          Go to the trace
        </Link>
      )}
      <Link to="/logs" search={aroundOf(record)} className="control">
        Lines around it
      </Link>
      <CopyRecord record={record} />
      <WholeRecord record={record} />
    </div>
    <dl className="grid grid-cols-[minmax(120px,max-content)_1fr] font-mono text-second leading-5 max-sm:grid-cols-1">
      {attributesOf(record).map(([key, value]) => (
        <div key={key} className="group contents">
          <dt className="pr-6 wrap-anywhere text-dim">{key}</dt>
          <dd className="flex min-w-0 items-baseline gap-2">
            <span className="wrap-anywhere whitespace-pre-wrap">{value}</span>
            {onFilter === undefined ? null : <ValueFilter name={key} value={value} query={query} onFilter={onFilter} />}
          </dd>
        </div>
      ))}
    </dl>
  </div>
);

/** The address of the records around one, of its run, else of its service. */
const aroundOf = ({ timestamp, runId, pipeline, namespace, service }: LogRecord) =>
  runId === null
    ? { around: timestamp, service }
    : {
        around: timestamp,
        runId,
        ...(pipeline === null ? {} : { pipeline }),
        ...(namespace === null ? {} : { namespace }),
      };

const attributesOf = (record: LogRecord): [string, string][] => {
  const own = {
    event: record.eventName,
    service: record.service,
    pipeline: record.pipeline,
    stage: record.stage,
    traceId: record.traceId,
    spanId: record.spanId,
  };
  const given = Object.entries(own).filter((entry): entry is [string, string] => entry[1] !== null);
  const byName = (a: readonly [string, string], b: readonly [string, string]) => a[0].localeCompare(b[0]);
  return [...given, ...Object.entries(record.attributes).sort(byName), ...Object.entries(record.resource).sort(byName)];
};

const small = 'px-1 font-sans text-dim hover:text-fluid aria-pressed:text-fluid';

const ValueFilter = ({
  name,
  value,
  query,
  onFilter,
}: {
  name: string;
  value: string;
  query: string;
  onFilter: NonNullable<Props['onFilter']>;
}) => {
  const state = termState(query, name, value);
  return (
    <span className="whitespace-nowrap">
      <button
        type="button"
        className={small}
        aria-pressed={state === 'wanted'}
        title="Only records with this value"
        aria-label={`Only records with ${name} ${value}`}
        onClick={() => onFilter(name, value, false)}
      >
        only
      </button>
      <button
        type="button"
        className={small}
        aria-pressed={state === 'excluded'}
        title="No records with this value"
        aria-label={`No records with ${name} ${value}`}
        onClick={() => onFilter(name, value, true)}
      >
        not
      </button>
    </span>
  );
};

/** A list has only the beginning of long texts. */
const WholeRecord = ({ record: { truncated } }: { record: LogRecord }) =>
  truncated === undefined ? null : (
    <span className="text-dim">
      Long texts are cut; the body has {formatBytes(truncated.bodyBytes)}.{' '}
      {truncated.whole === null ? null : (
        <a href={withBase(truncated.whole)} target="_blank" rel="noreferrer" className="control">
          Whole record
        </a>
      )}
    </span>
  );

const CopyRecord = ({ record }: { record: LogRecord }) => {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(JSON.stringify(record, null, 2));
    setCopied(true);
  };
  return (
    <button type="button" className="control" onClick={() => void copy()}>
      {isCopied ? 'Copied' : 'Copy as JSON'}
    </button>
  );
};
