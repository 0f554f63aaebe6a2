import { lookup } from 'node:dns/promises';

/** Looks up the one name it is given, in a process of its own: a lookup that hangs holds up the exit of its process, and its threads. */
const [, , host = ''] = process.argv;

process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.once('message', () => {
  lookup(host, { all: true })
    .then((addresses) => process.send?.({ addresses }))
    .catch(({ code, message }: NodeJS.ErrnoException) => process.send?.({ code, message }));
});
process.send?.('ready');
