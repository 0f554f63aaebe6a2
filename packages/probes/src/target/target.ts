import type { DatabaseSystem } from '@sightglass/model';

/** What a client requires of TLS: nothing, encryption, a certificate somebody trusted signed, and one for this very host. */
export type TlsMode = 'off' | 'encrypt' | 'verify-authority' | 'verify-host';

export interface Address {
  /** A name or IP address; one that begins with `/` is a Unix socket: of PostgreSQL its folder, of MySQL the socket itself. */
  readonly host: string;
  readonly port: number;
}

/** Which of several servers will do, by the words of PostgreSQL's `target_session_attrs`. */
export const wantedRoles = ['any', 'read-write', 'read-only', 'primary', 'standby', 'prefer-standby'] as const;
export type WantedRole = (typeof wantedRoles)[number];

/** A database and how to reach it. */
export interface Target extends Address {
  readonly system: DatabaseSystem;
  /** Where else it may be, after a failover. */
  readonly alternates: readonly Address[];
  readonly wantedRole: WantedRole;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly tls: TlsMode;
  /** A server that offers no TLS will do without (`sslmode=prefer`). */
  readonly mayBePlain?: true;
  /** TLS before the first byte of TDS (`encrypt=strict`). */
  readonly tlsFirst?: true;
  /** Tells SQL Server that a secondary will do (`applicationIntent=ReadOnly`). */
  readonly readOnlyIntent?: true;
  /** File with the certificates of the authorities to trust, instead of those of Node. */
  readonly authorityFile?: string;
  /** What the URL says that changes nothing here. */
  readonly ignored: readonly string[];
}

/** A URL that cannot be checked. The message never repeats the URL, which may hold a password. */
export class TargetError extends Error {
  readonly code = 'PROBE_TARGET';
}

export const isSocket = (host: string): boolean => host.startsWith('/');

/** The file to connect to, as PostgreSQL names its sockets. */
export const socketPath = ({ system, host, port }: Pick<Target, 'system' | 'host' | 'port'>): string =>
  system === 'postgresql' ? `${host}/.s.PGSQL.${port}` : host;
