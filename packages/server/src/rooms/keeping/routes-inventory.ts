import { type Role, roles, rightsOfRole } from '@sightglass/model';
import { dataInventory } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { reads } from '../../access/needs.ts';
import { keptClasses } from '../../storage/telemetry/retention/classes.ts';
import type { RetentionLimits } from '../../storage/telemetry/retention/limits.ts';
import { inventory, type Inventoried } from './inventory.ts';

/** What is kept, of whom, for how long, and who may see it; of tables that there are. */
export const inventoryRoutes =
  (
    limits: RetentionLimits,
    storedTables: () => Promise<Record<Inventoried['store'], ReadonlySet<string>>>,
  ): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/data-inventory',
      {
        config: reads,
        schema: {
          summary: 'What is kept, of whom, for how long, and who may see it',
          response: { 200: dataInventory },
        },
      },
      async () => {
        const stored = await storedTables();
        return {
          items: inventory
            .map(({ keptFor, seenBy, ...entry }) => ({
              ...entry,
              tables: entry.tables.filter((table) => stored[entry.store].has(table)),
              keptFor: typeof keptFor === 'string' ? keptFor : `${daysOf(keptFor.retention, limits)} days`,
              seenBy: seenBy === null ? [] : roles.filter((role: Role) => rightsOfRole[role].has(seenBy)),
            }))
            .filter(({ tables }) => tables.length > 0),
        };
      },
    );
    done();
  };

const daysOf = (name: string, limits: RetentionLimits): number =>
  keptClasses.find((kept) => kept.name === name)?.days(limits) ?? 0;
