/** Rows join host and port; a program may leave out either. Up to 20 servers as `host:port`, or `host`; none where the host is missing. */
export const knownServers =
  "arrayFilter(server -> server != '', arraySort(groupUniqArray(20)(replaceRegexpOne(Server, '^:[0-9]*$|:0?$', ''))))";
