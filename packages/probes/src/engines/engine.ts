import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ServerRole } from '@sightglass/model/rest';
import type { Target } from '../target/target.ts';

export interface Opening {
  readonly target: Target;
  /** Connected, and nothing sent on it yet. */
  readonly socket: Socket;
  readonly authority: string | undefined;
  /** To be called once TLS is there, before anything secret is sent through it. */
  readonly onSecured: (socket: TLSSocket | null) => void;
}

export interface ReadProbe {
  readonly detail: string;
  readonly role: ServerRole | null;
}

/** A session that has logged in. */
export interface Session {
  readonly version: string;
  /** Asks for nothing that is stored. */
  readonly roundTrip: () => Promise<unknown>;
  /** Reads something that is stored, and waits for no lock. */
  readonly read: () => Promise<ReadProbe>;
  /** Rows of one query that reads, waits for no lock and takes its time at most. */
  readonly query: (text: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly close: () => void;
}

/** How one kind of database is checked. */
export type OpenSession = (opening: Opening) => Promise<Session>;

export const applicationName = 'sightglass-ping';
