import { expect, it } from 'vitest';
import { checkDefinition, type PipelineDefinition } from './pipeline-definition.ts';

it.each<[PipelineDefinition, string]>([
  [
    { schedule: '0/15 * * * *' },
    `pipeline "p": schedule "0/15 * * * *" cannot be read: "0/15" as minute is not cron; use "*/15"`,
  ],
  [
    { schedule: '60 6 * * *' },
    'pipeline "p": schedule "60 6 * * *" cannot be read: 60 is not a valid minute; use 0 to 59',
  ],
  [
    { schedule: 'H 6 * * *' },
    'pipeline "p": schedule "H 6 * * *" cannot be read: "H" as minute is understood by Jenkins only',
  ],
  [{ schedule: '0 6 31 2 *' }, 'pipeline "p": schedule "0 6 31 2 *" cannot be read: it never comes'],
  [
    { timeZone: 'Europe/Berlin ' },
    `pipeline "p": time zone "Europe/Berlin " has a space too many; use "Europe/Berlin"`,
  ],
  [{ timeZone: 'Berlin' }, 'pipeline "p": time zone "Berlin" is unknown; did you mean Europe/Berlin?'],
  [{ deadline: '6am' }, 'pipeline "p": deadline is "6am"; use HH:MM such as 04:00'],
  [{ deadline: '24:00' }, 'pipeline "p": deadline is "24:00"; use 00:00, which is the end of that day'],
  [{ empty: 'yes' as never }, 'pipeline "p": empty is "yes"; use one of legal, suspicious'],
  [{ schedule: 5 as never }, 'pipeline "p": schedule "5" cannot be read: it is not text'],
])('%j is refused', (definition, message) => {
  expect(() => checkDefinition('p', definition)).toThrow(message);
});

it.each<PipelineDefinition>([
  { schedule: '*/10 8-17 * * 1-5', timeZone: 'Australia/Lord_Howe', deadline: '18:00' },
  { schedule: '' },
  { schedule: '@daily', deadline: '+1d 06:00' },
  { schedule: '0 6 L * *', timeZone: '+02:00', deadline: 'PT90M' },
])('%j is accepted', (definition) => {
  expect(() => checkDefinition('p', definition)).not.toThrow();
});
