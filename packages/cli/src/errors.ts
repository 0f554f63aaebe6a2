/** 0 is success. */
export const exitCodes = { negative: 1, usage: 2 } as const;

/** An error the user can act on: its message says what, where and what to do, and is shown without a stack trace. */
export class CliError extends Error {
  readonly code: string;
  readonly exitCode: number;

  constructor(code: string, message: string, exitCode: number = exitCodes.usage, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.exitCode = exitCode;
  }
}
