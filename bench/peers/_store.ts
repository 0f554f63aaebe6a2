/** A log store in processes of its own, with an empty folder. */
export interface Store extends AsyncDisposable {
  readonly name: string;
  /** `/v1/logs` follows. */
  readonly otlpUrl: string;
  /** The root of its processes. */
  readonly processId: number;
  /** Log records that queries find. */
  count(): Promise<number>;
  /** Stops it; the bytes that its records and indexes take on the disk. */
  bytesOnceStopped(): Promise<number>;
}
