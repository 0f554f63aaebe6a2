import { existsSync } from 'node:fs';

export interface StartError {
  /** As a shell would exit: 127 not found, 126 found but not executable. */
  readonly exitCode: 126 | 127;
  readonly type: string;
  readonly message: string;
}

/** Why a program could not be started, in words that say what to do. */
export const explainStartError = (command: string, cwd: string, error: unknown): StartError => {
  const { code = 'UNKNOWN', message } = error as NodeJS.ErrnoException;
  return {
    exitCode: code === 'ENOENT' ? 127 : 126,
    type: code,
    message: `${command}: ${reason(command, cwd, code, message)}`,
  };
};

const reason = (command: string, cwd: string, code: string, message: string): string => {
  if (code === 'ENOENT' && !existsSync(cwd)) return `the working directory ${cwd} does not exist; change to another`;
  if (code === 'ENOENT' && !command.includes('/')) return 'command not found; is it spelled right and on PATH?';
  if (code === 'ENOENT' && existsSync(command))
    return 'the interpreter in its first line does not exist; install it or correct the line';
  if (code === 'ENOENT') return 'no such file; is the path right?';
  if (code === 'EACCES') return 'not executable; chmod +x it, or put its interpreter in front';
  return `cannot be started: ${message}`;
};
