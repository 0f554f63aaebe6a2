import { signals, type Signal } from './proto.ts';

/**
 * What segments are collected by: a signal, and `lines` for log records of which none is an event (OpenTelemetry's `event_name`). Lines come in
 * bulk and need no more than storing; what the other log records say of runs goes first, and is folded.
 */
export type Lane = Signal | 'lines';

export const lanes: readonly Lane[] = [...signals, 'lines'];

export const signalOf = (lane: Lane): Signal => (lane === 'lines' ? 'logs' : lane);

export const isLane = (text: string): text is Lane => (lanes as readonly string[]).includes(text);
