import { databaseEvents, events } from '@sightglass/model';
import { writeTerm } from './query-terms.ts';

/** Events that repeat while a run goes on, and say nothing that a page does not show. */
const chatter = [events.runHeartbeat.name, events.stageProgress.name, databaseEvents.statementsCounted.name];

/** A log search without them. */
export const withoutChatter = chatter.map((text) => writeTerm({ negated: true, key: 'event', text })).join(' ');
