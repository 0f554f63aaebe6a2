import { z } from 'zod';
import { byteSize } from './byte-size.ts';

/** What holds where people sign in; nothing is limited on a server of one machine. */
const usual = {
  recordsPerSecond: 200_000,
  bytesPerSecond: 200_000_000,
  requestsPerMinute: 60_000,
  concurrentQueries: 32,
  rowsToRead: 5_000_000_000,
  bytesToRead: 500_000_000_000,
} as const;

type LimitName = keyof typeof usual;
const none = z.literal(['none']);
const count = z.union([none, z.coerce.number().int().min(1)]);
const unset = (shown: string) => `${shown} with \`signIn.enabled\`, else \`none\``;

/** How much one token, and one address, may send and ask. */
export const limitSettings = {
  limits: z
    .strictObject({
      recordsPerSecond: count.optional().meta({
        description:
          'records a token, and an address, may send a second, on average over 10 s; more get HTTP 429 with `Retry-After`. `none`: any number',
        unset: unset('`200000`'),
      }),
      bytesPerSecond: z
        .union([none, byteSize])
        .optional()
        .meta({ description: 'the same in bytes after decompression', unset: unset('`200 MB`') }),
      requestsPerMinute: count
        .optional()
        .meta({ description: 'requests a person, a token and an address may make a minute', unset: unset('`60000`') }),
      concurrentQueries: count
        .optional()
        .meta({ description: 'requests of the API that a person or token may have under way', unset: unset('`32`') }),
      rowsToRead: count.optional().meta({
        description: 'rows one query may read; one that would read more is refused',
        unset: unset('`5000000000`'),
      }),
      bytesToRead: z
        .union([none, byteSize])
        .optional()
        .meta({ description: 'bytes one query may read', unset: unset('`500 GB`') }),
    })
    .prefault({}),
};

/** The limits that hold; undefined: none. */
export const limitsIn = ({
  limits,
  signIn,
}: {
  readonly limits: z.output<typeof limitSettings.limits>;
  readonly signIn: { readonly enabled: boolean };
}): Readonly<Record<LimitName, number | undefined>> => {
  const of = (name: LimitName): number | undefined => {
    const given = limits[name];
    if (given === 'none') return undefined;
    return given ?? (signIn.enabled ? usual[name] : undefined);
  };
  return {
    recordsPerSecond: of('recordsPerSecond'),
    bytesPerSecond: of('bytesPerSecond'),
    requestsPerMinute: of('requestsPerMinute'),
    concurrentQueries: of('concurrentQueries'),
    rowsToRead: of('rowsToRead'),
    bytesToRead: of('bytesToRead'),
  };
};
