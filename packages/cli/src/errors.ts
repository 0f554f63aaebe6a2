/** 0 is success. */
export const exitCodes = { negative: 1, usage: 2 } as const;

interface CliErrorOptions extends ErrorOptions {
  readonly detail?: string;
}

/** An error the user can act on: its message says what, where and what to do, and is shown without a stack trace. */
export class CliError extends Error {
  readonly code: string;
  readonly exitCode: number;

  /** Shown with --verbose only. */
  readonly detail: string | undefined;

  constructor(code: string, message: string, exitCode: number = exitCodes.usage, options: CliErrorOptions = {}) {
    super(message, options);
    this.detail = options.detail;
    this.code = code;
    this.exitCode = exitCode;
  }
}
