import { destination, type DestinationStream } from 'pino';

let stream: DestinationStream | undefined;

/** Standard output, written at once so that lines keep their place among the program's own; a closed pipe is no error. */
export const writeToConsole = (line: string): void => {
  stream ??= destination({ fd: 1, sync: true });
  stream.write(line);
};
