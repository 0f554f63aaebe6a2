/** Field number of the marker the spool writes after each request; OTLP uses field 1 only, and readers skip unknown fields. */
export const markerField = 1000;
