import { queryProblemText, type LogTerm, readLogQuery } from '@sightglass/model';
import { invalidParameter } from '../../http/errors.ts';

/** Conditions on the attributes of a metric, all of which must hold. Raises RequestError. */
export const metricTerms = (filter = ''): LogTerm[] => {
  const { nodes, problem } = readLogQuery(filter);
  if (problem !== undefined) throw invalidParameter('filter', queryProblemText(problem));
  const terms = nodes.flatMap((node) => (node.kind === 'term' ? [node.term] : []));
  if (terms.length < nodes.length)
    throw invalidParameter('filter', 'A filter of metrics has neither OR nor brackets: all its conditions must hold.');
  if (terms.every((term) => term.key !== undefined)) return terms;
  throw invalidParameter('filter', 'A metric has no text to search. Write key:value or -key:value.');
};
