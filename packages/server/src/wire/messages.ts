import protobuf from 'protobufjs';
import { requestProto, signals, type Signal } from './proto.ts';

const parse = (signal: Signal): protobuf.Type =>
  protobuf.parse(requestProto[signal]).root.resolveAll().lookupType('Request');

/** The export request of each signal as protobufjs sees it: for the paths where single records must be touched. */
export const requestTypes: Readonly<Record<Signal, protobuf.Type>> = {
  logs: parse('logs'),
  traces: parse('traces'),
  metrics: parse('metrics'),
};

export const isSignal = (text: string): text is Signal => (signals as readonly string[]).includes(text);
