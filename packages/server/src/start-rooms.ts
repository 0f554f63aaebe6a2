import type { Foundations } from './foundations.ts';
import type { Room } from './room.ts';
import { leadEvents } from './storage/events.ts';
import { whileLeading } from './storage/state/while-leading.ts';

/** Begins what the rooms do by themselves, in their order, whenever this server leads. */
export const startWhereLeading = (
  rooms: readonly Room[],
  { state, own }: Pick<Foundations, 'state' | 'own'>,
): Promise<AsyncDisposable> =>
  whileLeading({
    state,
    ...leadEvents(own),
    async start(led) {
      await using started = new AsyncDisposableStack();
      for (const room of rooms) if (room.start !== undefined) started.use(await room.start(led));
      return started.move();
    },
  });
