import type { EventKinds } from '../../../wire/event-kinds.ts';
import type { AnyValueSql } from './any-value.ts';

/** How one signal's segment is unrolled resource → scope → record, and what a record becomes. */
export interface SegmentShape {
  readonly table: string;
  /** Table through which records go that may be events: what is folded of events of these kinds reads it. */
  readonly entrance?: (kinds: EventKinds) => string;
  /** Names of the repeated fields on the way down. */
  readonly resources: string;
  readonly scopes: string;
  readonly records: string;
  /** Members of the record's tuple, as ClickHouse types. */
  readonly recordType: string;
  /** SQL array of what each record holds, such as the points of a metric; the record itself unless given. */
  readonly items?: string;
  /** SQL map of the item's own attributes, read from `item`. */
  readonly attributes: string;
  /** Columns of the table beside those every signal has, as `expression AS Column`; may read `item`, `own` and `ReceivedAt`. */
  readonly columns: Readonly<Record<string, string>>;
  /** Which of them hold text that a sender is free in, lists of such, and lists of attributes. */
  readonly texts: readonly string[];
  readonly textLists?: readonly string[];
  readonly attributeLists?: readonly string[];
}

export const resourceType = ({ attributesType }: AnyValueSql): string => `Tuple(attributes ${attributesType})`;
export const scopeType = ({ attributesType }: AnyValueSql): string =>
  `name String, version String, attributes ${attributesType}`;
