export interface CommandLineSearch {
  readonly challenge?: string;
  /** How the command line calls itself. */
  readonly name?: string;
  /** Where on this machine it waits for the code. */
  readonly port?: number;
}

/** Pure. */
export const readCommandLineSearch = ({
  challenge,
  name,
  port,
}: Readonly<Record<string, unknown>>): CommandLineSearch => {
  const number = Number(port);
  return {
    ...(typeof challenge === 'string' && /^[\w-]{43}$/u.test(challenge) && { challenge }),
    ...(typeof name === 'string' && name.trim() !== '' && { name: name.trim().slice(0, 60) }),
    ...(Number.isInteger(number) && number >= 1_024 && number <= 65_535 && { port: number }),
  };
};

/** Nothing but a port of this machine is led to: the code is for nobody else. Pure. */
export const codeAddress = (port: number, code: string): string =>
  `http://127.0.0.1:${port}/?code=${encodeURIComponent(code)}`;
