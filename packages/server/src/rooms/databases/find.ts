import { misfit, pathSegment } from '@sightglass/model';
import type { DatabaseStatus, FoundThing } from '@sightglass/model/rest';
import type { FindWish } from '../../room.ts';

/** Databases of the configuration by name. Pure. */
export const findDatabases = (databases: readonly DatabaseStatus[], { words, most }: FindWish): FoundThing[] =>
  databases
    .filter(({ name }) => misfit(words, name) !== null)
    .slice(0, most)
    .map(({ name, shown }) => ({
      kind: 'database',
      name,
      detail: '',
      page: `/databases/${pathSegment(name)}`,
      at: null,
      shown,
    }));
