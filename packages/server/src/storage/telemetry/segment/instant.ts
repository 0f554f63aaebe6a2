const latestUnixNano = '4102444800000000000'; // 2100-01-01, where 32-bit time buckets still hold

/** SQL instant of a `fixed64` Unix time in nanoseconds; `otherwise` when it was not sent. */
export const instantOf = (unixNano: string, otherwise: string): string =>
  `if(${unixNano} = 0, ${otherwise}, fromUnixTimestamp64Nano(toInt64(least(${unixNano}, ${latestUnixNano})), 'UTC'))`;

/** SQL nanoseconds between two such times; 0 when one was not sent or they are the wrong way round. Start and duration stay addable. */
export const nanosBetween = (start: string, end: string): string =>
  `if(${start} = 0 OR ${end} <= ${start}, 0, least(${end}, ${latestUnixNano}) - least(${start}, ${latestUnixNano}))`;
