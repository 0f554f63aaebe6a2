const latestUnixNano = '4102444800000000000'; // 2100-01-01, where 32-bit time buckets still hold
/** From here on (the year 2408) an unsigned time is taken for one before 1970, written as if it had a sign. */
const negativeUnixNano = '13835058055282163712'; // 2^63 + 2^62

/** SQL instant of a `fixed64` Unix time in nanoseconds, at least 1970 and at most 2100; `otherwise` when it was not sent. */
export const instantOf = (unixNano: string, otherwise: string): string =>
  `if(${unixNano} = 0, ${otherwise}, fromUnixTimestamp64Nano(if(${unixNano} >= ${negativeUnixNano}, 0, toInt64(least(${unixNano}, ${latestUnixNano}))), 'UTC'))`;

/** SQL nanoseconds between two such times; 0 when one was not sent or they are the wrong way round. Start and duration stay addable. */
export const nanosBetween = (start: string, end: string): string =>
  `if(${start} = 0 OR ${end} <= ${start}, 0, least(${end}, ${latestUnixNano}) - least(${start}, ${latestUnixNano}))`;
