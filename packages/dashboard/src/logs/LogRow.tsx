import { attributes, type Severity } from '@sightglass/model';
import type { LogRecord } from '@sightglass/model/rest';
import { SimulatedMark } from '../components/page/SimulatedMark.tsx';
import { formatExactTime, formatUtc } from '../format/time.ts';
import { columnOf } from './record-columns.ts';
import { extrasOf, messageOf } from './record-words.ts';
import { splitHits } from './highlight.ts';
import { LogAttributes } from './LogAttributes.tsx';

interface Props {
  readonly record: LogRecord;
  readonly pattern: RegExp | null;
  readonly query: string;
  readonly hasSource: boolean;
  readonly isOpen: boolean;
  readonly isWrapped: boolean;
  /** Keys of attributes that are columns. */
  readonly columns: readonly string[];
  readonly isMarked: boolean;
  readonly rowIndex: number;
  /** The day it is; records of other days say theirs. */
  readonly today: number;
  /** Characters the times of the list take. */
  readonly timeWidth: number;
  /** One row of a list has its tab stop. */
  readonly isTabStop: boolean;
  readonly onFocus: () => void;
  readonly onToggle: () => void;
  readonly onFilter: ((key: string, value: string, negated: boolean) => void) | undefined;
}

/** What a closed row draws of a body of any length. */
const closedLength = 300;
/** And where it goes on in further lines. */
const wrappedLength = 2_000;

export const LogRow = (props: Props) => {
  const { record, query, isOpen, isMarked, rowIndex, isTabStop, onFocus, onToggle, onFilter } = props;
  return (
    <div className={`border-b border-line ${isOpen ? 'bg-raised' : isMarked ? 'bg-fluid/12' : ''}`}>
      <div
        role="row"
        aria-rowindex={rowIndex}
        aria-expanded={isOpen}
        aria-current={isMarked || undefined}
        tabIndex={isTabStop ? 0 : -1}
        data-row
        onFocus={onFocus}
        onClick={(event) => {
          if (!hasSelection()) onToggle();
          event.currentTarget.focus({ preventScroll: true });
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.target === event.currentTarget) onToggle();
        }}
        className="relative flex min-h-[25px] cursor-pointer items-baseline gap-4 py-[3px] pr-2 pl-3 font-mono text-second leading-[19px] hover:bg-raised focus-visible:-outline-offset-2 max-sm:flex-wrap max-sm:gap-x-3 max-sm:gap-y-0"
      >
        <Cells {...props} />
      </div>
      {isOpen ? <LogAttributes record={record} query={query} onFilter={onFilter} /> : null}
    </div>
  );
};

/** Time, level, source and message. */
const Cells = ({ record, pattern, hasSource, isOpen, isWrapped, columns, today, timeWidth }: Props) => {
  const severity = record.severity as Severity;
  const message = messageOf(record);
  return (
    <>
      <span aria-hidden="true" className={`absolute inset-y-0 left-0 ${severityMarks[severity]}`} />
      <time
        role="gridcell"
        dateTime={record.timestamp}
        title={formatUtc(record.timestamp)}
        className="shrink-0 text-dim"
        style={{ width: `${timeWidth}ch` }}
      >
        {formatExactTime(Date.parse(record.timestamp), today)}
      </time>
      <span role="gridcell" className={`w-[8ch] shrink-0 ${severityTones[severity]}`}>
        {severity}
      </span>
      {hasSource ? (
        <span
          role="gridcell"
          className="w-[26ch] shrink-0 truncate text-dim max-md:w-[16ch] max-sm:w-auto max-sm:min-w-0 max-sm:shrink max-sm:grow max-sm:basis-[10ch]"
          title={sourceOf(record)}
        >
          {sourceOf(record)}
        </span>
      ) : null}
      {hasSource ? <SimulatedMark of={{ environment: record.resource[attributes.environmentName] ?? null }} /> : null}
      {columns.map((key) => (
        <ColumnCell key={key} name={key} value={columnOf(record, key)} />
      ))}
      <span
        role="gridcell"
        className={`${columns.length === 0 ? 'min-w-0' : 'min-w-[24ch] max-sm:min-w-0'} max-sm:w-full ${isOpen || isWrapped ? 'wrap-anywhere whitespace-pre-wrap' : 'truncate'}`}
      >
        {isOpen ? (
          <FullBody body={message} pattern={pattern} />
        ) : (
          <>
            <Marked text={message.slice(0, isWrapped ? wrappedLength : closedLength)} pattern={pattern} />
            {columns.length === 0 ? <span className="pl-3 text-dim">{extrasOf(record)}</span> : null}
          </>
        )}
      </span>
    </>
  );
};

/** Of each column of an attribute. */
export const columnWidth = 'w-[18ch] shrink-0';

/** On a phone under each other, each with its name. */
const ColumnCell = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <span
    role="gridcell"
    className={`${columnWidth} truncate max-sm:w-full ${value === '' ? 'text-dim max-sm:hidden' : ''}`}
    title={value === '' ? undefined : `${name}: ${value}`}
  >
    <span className="text-dim sm:hidden">{name} </span>
    {value === '' ? '–' : value.slice(0, closedLength)}
  </span>
);

const hasSelection = (): boolean => (window.getSelection()?.toString() ?? '') !== '';

const sourceOf = ({ pipeline, stage, service }: LogRecord): string =>
  pipeline === null ? service : stage === null ? pipeline : `${pipeline} › ${stage}`;

const Marked = ({ text, pattern }: { text: string; pattern: RegExp | null }) =>
  splitHits(text, pattern).map((piece, index) =>
    piece.isHit ? (
      <mark key={index} className="rounded-mark bg-warn/25 text-ink">
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );

const longBody = 20_000;

const FullBody = ({ body, pattern }: { body: string; pattern: RegExp | null }) =>
  body.length <= longBody ? (
    <Marked text={body} pattern={pattern} />
  ) : (
    <>
      {body.slice(0, longBody)}
      <span className="text-dim"> … {body.length - longBody} more characters; copy them below</span>
    </>
  );

/** Level, as it is coloured; the word is always beside it. */
const severityTones: Record<Severity, string> = {
  DEBUG: 'text-dim',
  INFO: 'text-ink',
  WARN: 'text-warn',
  ERROR: 'text-bad',
  CRITICAL: 'text-bad font-strong',
};

/** Marks beside a line, so that trouble is seen without colour: none, one bar, two, a full one. */
const severityMarks: Record<Severity, string> = {
  DEBUG: 'bg-transparent',
  INFO: 'bg-transparent',
  WARN: 'bg-warn w-0.5',
  ERROR: 'bg-bad w-1',
  CRITICAL: 'bg-bad w-1.5',
};
