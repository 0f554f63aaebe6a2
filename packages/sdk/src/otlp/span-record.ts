import type { HrTime, Link, SpanContext } from '@opentelemetry/api';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';
import { writeAttributes, type Values } from './attributes.ts';
import { wire, type ProtoWriter } from './proto-writer.ts';

/** Numbers of `Span` in opentelemetry/proto/trace/v1/trace.proto. */
const field = {
  traceId: 1,
  spanId: 2,
  traceState: 3,
  parentSpanId: 4,
  name: 5,
  kind: 6,
  start: 7,
  end: 8,
  attributes: 9,
  droppedAttributes: 10,
  events: 11,
  droppedEvents: 12,
  links: 13,
  droppedLinks: 14,
  status: 15,
  flags: 16,
};

/** `flags` bits 8 and 9 say whether the parent's remoteness is known, and that it is remote. */
const remoteKnown = 0x100;
const remote = 0x200;

/** What of a span goes over the wire. */
export type WrittenSpan = Pick<
  ReadableSpan,
  | 'spanContext'
  | 'parentSpanContext'
  | 'name'
  | 'kind'
  | 'startTime'
  | 'endTime'
  | 'attributes'
  | 'droppedAttributesCount'
  | 'events'
  | 'droppedEventsCount'
  | 'links'
  | 'droppedLinksCount'
  | 'status'
>;

/** A span that has ended, and the attributes of the run and stage it belongs to. */
export interface SpanEntry {
  readonly span: ReadableSpan;
  readonly inherited: Values | undefined;
}

export const writeSpan = (
  writer: ProtoWriter,
  { span, inherited }: { readonly span: WrittenSpan; readonly inherited: Values | undefined },
): void => {
  const own = span.spanContext();
  const parent = span.parentSpanContext;
  writeIds(writer, own);
  if (parent !== undefined) writeHex(writer, field.parentSpanId, parent.spanId);
  writeText(writer, field.name, span.name);
  writeCount(writer, field.kind, span.kind + 1);
  writeTime(writer, field.start, span.startTime);
  writeTime(writer, field.end, span.endTime);
  writeAttributes(writer, field.attributes, span.attributes, inherited);
  if (inherited !== undefined) writeAttributes(writer, field.attributes, inherited);
  writeCount(writer, field.droppedAttributes, span.droppedAttributesCount);
  for (const event of span.events) writeEvent(writer, event);
  writeCount(writer, field.droppedEvents, span.droppedEventsCount);
  for (const link of span.links) writeLink(writer, link);
  writeCount(writer, field.droppedLinks, span.droppedLinksCount);
  if (span.status.code !== 0) writeStatus(writer, span.status);
  writer.tag(field.flags, wire.fixed32);
  writer.fixed32((own.traceFlags & 0xff) | remoteKnown | (parent?.isRemote === true ? remote : 0));
};

const writeIds = (writer: ProtoWriter, { traceId, spanId, traceState }: SpanContext): void => {
  writeHex(writer, field.traceId, traceId);
  writeHex(writer, field.spanId, spanId);
  if (traceState !== undefined) writeText(writer, field.traceState, traceState.serialize());
};

const writeEvent = (writer: ProtoWriter, { time, name, attributes = {}, droppedAttributesCount }: TimedEvent): void => {
  writer.tag(field.events, wire.bytes);
  const start = writer.open();
  writeTime(writer, 1, time);
  writeText(writer, 2, name);
  writeAttributes(writer, 3, attributes);
  writeCount(writer, 4, droppedAttributesCount);
  writer.close(start);
};

const writeLink = (writer: ProtoWriter, { context, attributes = {}, droppedAttributesCount }: Link): void => {
  writer.tag(field.links, wire.bytes);
  const start = writer.open();
  writeIds(writer, context);
  writeAttributes(writer, 4, attributes);
  writeCount(writer, 5, droppedAttributesCount);
  writer.close(start);
};

const writeStatus = (writer: ProtoWriter, { code, message }: ReadableSpan['status']): void => {
  writer.tag(field.status, wire.bytes);
  const start = writer.open();
  if (message !== undefined) writeText(writer, 2, message);
  writeCount(writer, 3, code);
  writer.close(start);
};

const writeHex = (writer: ProtoWriter, number: number, text: string): void => {
  writer.tag(number, wire.bytes);
  writer.hex(text);
};

const writeText = (writer: ProtoWriter, number: number, text: string): void => {
  writer.tag(number, wire.bytes);
  writer.string(text);
};

const writeCount = (writer: ProtoWriter, number: number, count = 0): void => {
  if (count === 0) return;
  writer.tag(number, wire.varint);
  writer.varint(count);
};

const writeTime = (writer: ProtoWriter, number: number, [seconds, nanos]: HrTime): void => {
  writer.tag(number, wire.fixed64);
  writer.unixNanoOf(seconds, nanos);
};
