import { basename } from 'node:path';
import type { Expectation, RejectedSample } from '@sightglass/model/contract';
import { measuresOf } from './aggregates/aggregator.ts';
import { Groups } from './aggregates/groups.ts';
import type { Block, BlockReport, CheckPlan } from './blocks/block.ts';
import type { Learned } from './blocks/block-checker.ts';
import { createCrew, type Crew } from './blocks/crew.ts';
import { cutBlocks } from './blocks/cut-blocks.ts';
import type { CheckOptions } from './check-options.ts';
import { withFileLine } from './columns/slow-pattern.ts';
import type { Collector, RejectedRow } from './collector.ts';
import type { Layout } from './layout.ts';
import { ColumnState } from './profile/column-state.ts';
import { LogCounts } from './profile/log-counts.ts';
import { createRowFile, proveWritable, type RowFile } from './rejects/reject-file.ts';
import { csvRejects, jsonRejects, type RejectFormat } from './rejects/reject-row.ts';
import { createEncoder } from './source/encoding.ts';
import { createSamples, type Samples } from './rejects/sample-rows.ts';
import type { Source } from './source/open-source.ts';

/** A file that is about to be read, and what is to be done with its rows. */
export interface Reading {
  readonly file: string;
  readonly source: Source;
  readonly layout: Layout;
  readonly plan: CheckPlan;
  readonly collector: Collector;
}

export interface RowsRead {
  readonly learned: FileLearned;
  readonly samples: readonly RejectedSample[];
  readonly rejectFile: string | null;
  /** Where files went that stood where these were to be written. */
  readonly earlierFiles: readonly string[];
}

/** Checks all rows and parts the rejected from the accepted. */
export const readRows = async (reading: Reading, options: CheckOptions): Promise<RowsRead> => {
  const { file, source, layout, plan, collector } = reading;
  const format = rejectFormat(layout, plan, options.maskPii === true);
  const { rejects: rejectsFile = `${basename(file)}.rejects`, accepted: acceptedFile } = options;
  await Promise.all([rejectsFile, acceptedFile].filter((path) => typeof path === 'string').map(proveWritable));
  const create = (path: string, heading: string): RowFile =>
    createRowFile(path, {
      heading: source.byteOrderMark ? `\ufeff${heading}` : heading,
      encode: createEncoder(source.encoding),
      overwrite: options.overwrite === true,
    });
  const rejects = rejectsFile === false ? undefined : create(rejectsFile, format.heading);
  const samples = createSamples(format.shown);
  const accepted = acceptedFile === undefined ? undefined : create(acceptedFile, acceptedHeading(layout));
  try {
    const learned = await checkBlocks(reading, options, (report) =>
      keepRows(report, collector, {
        format,
        rejects,
        accepted,
        samples: options.samples === false ? undefined : samples,
      }),
    );
    const written = [await rejects?.close(), await accepted?.close()];
    const earlierFiles = written.flatMap((one) => (typeof one?.earlier === 'string' ? [one.earlier] : []));
    return { learned, samples: samples.rows, rejectFile: written[0]?.path ?? null, earlierFiles };
  } catch (error) {
    await Promise.all([rejects?.abandon(), accepted?.abandon()]);
    throw error;
  }
};

const rejectFormat = ({ header, dialect }: Layout, { type, contract }: CheckPlan, masked: boolean): RejectFormat =>
  type === 'csv' ? csvRejects(header, dialect, contract, masked) : jsonRejects(dialect, contract, masked);

const acceptedHeading = ({ header, type }: Layout): string =>
  type === 'csv' ? `${header.preamble ?? ''}${header.text === undefined ? '' : `${header.text}\n`}` : '';

interface RowFiles {
  readonly format: RejectFormat;
  readonly rejects: RowFile | undefined;
  readonly accepted: RowFile | undefined;
  readonly samples: Samples | undefined;
}

/** Bytes of a block are copied: its buffer is used again. */
const keepRows = async (
  report: BlockReport,
  collector: Collector,
  { format, rejects, accepted, samples }: RowFiles,
): Promise<void> => {
  const keep = accepted === undefined ? undefined : (bytes: Buffer) => accepted.write(Buffer.from(bytes));
  const reject = (row: RejectedRow): void => {
    rejects?.write(format.lineOf(row));
    samples?.add(row);
  };
  collector.add(report, reject, keep);
  await rejects?.drained();
  await accepted?.drained();
};

/** Calls `onReport` for each block, in the order of the file. */
export const checkBlocks = async (
  { file, source, layout, plan, collector }: Reading,
  { threads, takesPart, onProgress, signal }: CheckOptions,
  onReport: (report: BlockReport) => Promise<void>,
): Promise<FileLearned> => {
  await using crew = createCrew(plan, source.bytes, { threads, takesPart });
  const { endOfRecords, bufferBytes } = layout;
  const spareBuffers: Block['buffer'][] = [];
  const underWay: Promise<BlockReport>[] = [];
  const settleFirst = async (): Promise<void> => {
    const report = await underWay.shift()!.catch((error: unknown) => {
      throw withFileLine(error, file, collector.lines);
    });
    await onReport(report);
    if (report.buffer.byteLength === bufferBytes) spareBuffers.push(report.buffer);
    onProgress?.({ bytesRead: source.bytesRead(), bytes: source.bytes, rows: collector.rows });
  };
  for await (const block of cutBlocks({ reader: layout.reader, file, endOfRecords, spareBuffers })) {
    signal?.throwIfAborted();
    underWay.push(heeded(crew.check(block)));
    if (underWay.length >= crew.size) await settleFirst();
  }
  while (underWay.length > 0) await settleFirst();
  return await merged(crew, plan);
};

/** It is awaited later; until then its failure must not count as unhandled. */
const heeded = <T>(promise: Promise<T>): Promise<T> => {
  promise.catch(() => undefined);
  return promise;
};

/** What is known of the whole file. */
export interface FileLearned {
  /** One a column of the file. */
  readonly states: readonly ColumnState[];
  /** Of each aggregate, by the column of its expectation. */
  readonly groups: ReadonlyMap<number, Groups>;
}

const merged = async (crew: Crew, { header, expectations }: CheckPlan): Promise<FileLearned> => {
  const { own } = crew;
  const members = await crew.learned();
  const states = own?.states ?? header.map((_, column) => emptyState(members, column));
  for (const { columns } of members) for (const [column, state] of states.entries()) state.merge(columns[column]!);
  return { states, groups: mergedGroups(own === undefined ? members : [own.learned(), ...members], expectations) };
};

const emptyState = (members: readonly Learned[], column: number): ColumnState =>
  new ColumnState(members[0]!.columns[column]!.logs && new LogCounts());

const mergedGroups = (members: readonly Learned[], expectations: readonly Expectation[]): Map<number, Groups> => {
  const found = new Map<number, Groups>();
  for (const { groups } of members)
    for (const [ruleIndex, data] of groups) {
      const whole = found.get(ruleIndex) ?? new Groups(measuresOf(expectations[ruleIndex]!).length);
      whole.merge(data);
      found.set(ruleIndex, whole);
    }
  return found;
};
