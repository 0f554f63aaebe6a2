import { readSegment } from '@sightglass/model';
import type { FastifyInstance } from 'fastify';

/** Names in an address that are `.` or `..` come encoded twice; the routes get them as they are. */
export const readSegments = (app: FastifyInstance): void => {
  app.addHook('preValidation', async (request) => {
    const parts = request.params as Record<string, string>;
    for (const [key, part] of Object.entries(parts)) parts[key] = readSegment(part);
  });
};
