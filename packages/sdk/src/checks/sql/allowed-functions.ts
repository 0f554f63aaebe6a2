/**
 * What a query of a contract may call, in lower case: functions of its arguments alone. Not here: what reads files, settings, tables by name,
 * dictionaries or the machine, what is random, waits or writes, and what takes the name of another function as text.
 */
const functions = `
plus minus multiply divide intdiv intdivorzero modulo mod positivemodulo negate abs sign gcd lcm multiplydecimal dividedecimal moduloorzero
equals notequals less greater lessorequals greaterorequals isdistinctfrom isnotdistinctfrom in notin nullin notnullin exists
and or xor not if multiif casewithexpression least greatest clamp
isnull isnotnull ifnull nullif coalesce assumenotnull tonullable isnan isfinite isinfinite ifnotfinite isdecimaloverflow countdigits
exp log ln log2 log10 log1p sqrt cbrt pow power pi degrees radians sin cos tan asin acos atan hypot factorial
floor ceil ceiling round roundbankers trunc truncate
tostring tofixedstring tobool tolowcardinality
toint8 toint16 toint32 toint64 toint128 toint256 touint8 touint16 touint32 touint64 touint128 touint256
toint8ornull toint16ornull toint32ornull toint64ornull toint128ornull toint256ornull
touint8ornull touint16ornull touint32ornull touint64ornull touint128ornull touint256ornull
tofloat32 tofloat64 tofloat32ornull tofloat64ornull
todecimal32 todecimal64 todecimal128 todecimal256 todecimal32ornull todecimal64ornull todecimal128ornull todecimal256ornull todecimalstring
touuid touuidornull cast _cast accuratecast accuratecastornull totypename
todate todate32 todatetime todatetime64 todateornull todate32ornull todatetimeornull todatetime64ornull date timestamp
parsedatetime parsedatetimeornull parsedatetimebesteffort parsedatetimebesteffortornull parsedatetime64besteffort
parsedatetime64besteffortornull formatdatetime date_format makedate makedate32 makedatetime makedatetime64
now now64 today yesterday current_date curdate current_timestamp
toyear tomonth toquarter today toweek toisoweek toisoyear todayofmonth todayofweek todayofyear tohour tominute tosecond tomillisecond
year month day hour minute second quarter dayofmonth dayofweek dayofyear week last_day
tostartofyear tostartofquarter tostartofmonth tostartofweek tostartofday tostartofhour tostartofminute tostartofinterval tomonday
tolastdayofmonth todaysinmonth toyyyymm toyyyymmdd toyyyymmddhhmmss tounixtimestamp fromunixtimestamp totimezone
fromunixtimestamp64milli fromunixtimestamp64micro tounixtimestamp64milli tounixtimestamp64micro
datediff date_diff datetrunc date_trunc datename monthname age adddays addweeks addmonths addquarters addyears addhours addminutes addseconds
adddate subdate subtractdays subtractweeks subtractmonths subtractquarters subtractyears subtracthours subtractminutes subtractseconds
tointervalsecond tointervalminute tointervalhour tointervalday tointervalweek tointervalmonth tointervalquarter tointervalyear
length lengthutf8 char_length character_length octet_length empty notempty reverse reverseutf8
lower upper lcase ucase lowerutf8 upperutf8 casefoldutf8 initcap initcaputf8 concat concat_ws concatwithseparator
substring substr mid substringutf8 substringindex substringindexutf8 left right leftutf8 rightutf8 ascii char space repeat
trim trimleft trimright trimboth ltrim rtrim leftpad rightpad leftpadutf8 rightpadutf8 lpad rpad
startswith endswith startswithutf8 endswithutf8 position positionutf8 positioncaseinsensitive positioncaseinsensitiveutf8 locate instr
like notlike ilike notilike match extract extractall extractgroups regexpextract countsubstrings countmatches
replace replaceone replaceall replaceregexpone replaceregexpall translate translateutf8 regexp_replace
isvalidutf8 isvalidascii isascii tovalidutf8 normalizeutf8nfc normalizeutf8nfd normalizeutf8nfkc normalizeutf8nfkd removediacriticsutf8
soundex editdistance editdistanceutf8 damerauLevenshteindistance jarowinklersimilarity levenshteindistance
base64decode trybase64decode base64encode hex unhex bin md5 sha1 sha256 cityhash64 xxhash64 crc32
splitbychar splitbystring splitbyregexp splitbywhitespace splitbynonalpha arraystringconcat
domain domainwithoutwww topleveldomain protocol path port
isipv4string isipv6string toipv4ornull toipv6ornull isipaddressinrange
isvalidjson jsonhas jsonlength jsontype jsonextractstring jsonextractint jsonextractuint jsonextractfloat jsonextractbool jsonextractraw
jsonextractarrayraw jsonextractkeys json_value json_exists json_query
array arrayelement arrayconcat arrayslice has hasall hasany indexof countequal arrayjoin arraycount arraysum arraymin arraymax arrayavg
arrayexists arrayall arrayfilter arraymap arraysort arrayreversesort arraydistinct arrayuniq arrayfirst arraylast arrayintersect arraycompact
tuple tupleelement lambda map mapkeys mapvalues mapcontains
bitand bitor bitxor bitnot bitshiftleft bitshiftright bittest bitcount identity transform
grouping materialize visiblewidth`;

/** Aggregates, which may end in \`If\`, \`Distinct\`, \`OrNull\` or \`OrDefault\`, and functions of windows. */
const aggregates = `
count sum sumkahan sumwithoverflow avg avgweighted min max any anylast any_value first_value last_value argmin argmax min_by max_by
uniq uniqexact uniqcombined median quantile quantileexact quantiles quantilesexact quantileexactinclusive quantileexactexclusive
stddevpop stddevsamp varpop varsamp stddev std stddev_pop stddev_samp var_pop var_samp covarpop covarsamp covar_pop covar_samp corr
skewpop skewsamp kurtpop kurtsamp
grouparray groupuniqarray groupconcat group_concat string_agg array_agg groupbitand groupbitor groupbitxor singlevalueornull
kolmogorovsmirnovtest entropy
row_number rank dense_rank denserank percent_rank ntile lag lead laginframe leadinframe nth_value cume_dist`;

const words = (list: string): string[] => list.toLowerCase().trim().split(/\s+/u);
const allowed: ReadonlySet<string> = new Set(words(functions));
const allowedAggregates: ReadonlySet<string> = new Set(words(aggregates));
const combinators = /(?:if|distinct|ornull|ordefault)$/u;

export const isAllowedFunction = (name: string): boolean => {
  const word = name.toLowerCase();
  if (allowed.has(word)) return true;
  for (let base = word; ; base = base.replace(combinators, '')) {
    if (allowedAggregates.has(base)) return true;
    if (!combinators.test(base)) return false;
  }
};

/** Those that turn a value into the type that their second argument names. */
export const castFunctions: ReadonlySet<string> = new Set(['cast', '_cast', 'accuratecast', 'accuratecastornull']);
/** Those whose second argument may be the name of a table. */
export const setFunctions: ReadonlySet<string> = new Set(['in', 'notin', 'nullin', 'notnullin']);

const typeWords: ReadonlySet<string> = new Set(
  words(`int tinyint smallint bigint integer int1 signed unsigned int8 int16 int32 int64 int128 int256 uint8 uint16 uint32 uint64 uint128 uint256
    float real double precision float32 float64 decimal dec numeric decimal32 decimal64 decimal128 decimal256 string varchar char text fixedstring
    date date32 datetime datetime64 timestamp bool boolean uuid nullable array tuple lowcardinality map ipv4 ipv6`),
);

/** Whether a text, as a literal of the tree, is a type of plain values: `'Nullable(Decimal(10, 2))'`. */
export const isAllowedType = (literal: string): boolean => {
  const text = /^'([\w\s(),/\\']*)'$/u.exec(literal)?.[1];
  if (text === undefined) return false;
  const outsideZones = text.replaceAll(/\\'[\w/]*\\'/gu, '');
  return (outsideZones.match(/[A-Za-z_]\w*/gu) ?? []).every((word) => typeWords.has(word.toLowerCase()));
};
