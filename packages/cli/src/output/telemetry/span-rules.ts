import type { SpanRule, SpanRulePreview } from '@sightglass/model/rest';
import { formatCount, formatInstant } from '../format.ts';
import { renderTable } from '../table.ts';
import { shortName } from '../text.ts';

const shortId = 8;

export const renderRules = (rules: readonly SpanRule[]): string =>
  renderTable(
    [
      { title: 'RULE', cell: ({ id }) => id.slice(0, shortId) },
      { title: 'SERVICE', cell: ({ service }) => shortName(service) },
      { title: 'ROOT SPAN', cell: ({ rootSpan }) => shortName(rootSpan) },
      { title: 'PIPELINE', cell: ({ namespace, pipeline }) => shortName(`${namespace}/${pipeline}`) },
      {
        title: 'FROM',
        cell: ({ source, addedAt }) => (source === 'file' ? 'configuration' : formatInstant(addedAt ?? '')),
      },
      { title: 'STATE', cell: stateOf },
      { title: 'RUNS', cell: ({ runs }) => formatCount(runs), align: 'right' },
    ],
    rules,
    ({ problem, state }) => (problem === null || state === 'in-force' ? [] : [`  ${problem}`]),
  );

const stateOf = ({ state, progress }: SpanRule): string => {
  if (state === 'in-force') return 'in force';
  if (state === 'removing') return 'runs are taken back';
  return progress === null ? 'makes past runs' : `makes past runs: ${progress.daysDone} of ${progress.days} days`;
};

/** One rule in words. */
export const renderRule = (rule: SpanRule): string => {
  const { service, rootSpan, namespace, pipeline, id, state } = rule;
  const what = `Rule ${id.slice(0, shortId)}: root spans "${rootSpan}" of ${service}`;
  return state === 'removing'
    ? `${what} become no runs any more; the runs it made are being taken back.`
    : `${what} are runs of ${namespace}/${pipeline}; ${state === 'making' ? 'past ones become runs now.' : 'it is in force.'}`;
};

export const renderPreview = (
  { runs, known, firstAt, lastAt, ...preview }: SpanRulePreview,
  service: string,
): string => {
  if (runs === 0)
    return [
      `No root span of ${service} that is stored fits.`,
      ...(preview.roots.length === 0
        ? ['It has sent no root span that is not of a run already.']
        : [`Its root spans: ${preview.roots.map(({ name }) => name).join(', ')}`]),
    ].join('\n');
  const left = preview.pipelineCount - preview.pipelines.length;
  const stages = preview.stages.map(({ stage, spans }) => `${stage} (${formatCount(spans)})`).join(', ');
  return [
    `Runs: ${formatCount(runs)}, of which ${formatCount(known)} are there already; from ${formatInstant(firstAt ?? '')} to ${formatInstant(lastAt ?? '')}`,
    renderTable(
      [
        { title: 'PIPELINE', cell: ({ pipeline }) => shortName(pipeline) },
        { title: 'RUNS', cell: (one) => formatCount(one.runs), align: 'right' },
        { title: 'FAILED', cell: ({ failed }) => formatCount(failed), align: 'right' },
        { title: 'LATEST', cell: (one) => formatInstant(one.lastAt) },
      ],
      preview.pipelines,
    ),
    ...(left > 0 ? [`and ${formatCount(left)} more pipelines`] : []),
    ...(stages === '' ? [] : [`Stages: ${stages}`]),
  ].join('\n');
};
