import { agoWords, timeWords, type Tone, visibleLine } from '@sightglass/model';
import type { IncidentDetail, IncidentItem } from '@sightglass/model/rest';
import type { Style } from './style.ts';
import { type Column, renderTable } from './table.ts';
import { shortName } from './text.ts';

const marks: Readonly<Record<Tone, string>> = { bad: '✕', warn: '▲', aside: '○', fluid: '●' };
const longestTitle = 100;

export const renderIncidents = (incidents: readonly IncidentItem[], style: Style, nowMs: number): string =>
  renderTable(columns(style, nowMs), incidents);

const columns = (style: Style, nowMs: number): Column<IncidentItem>[] => [
  { title: 'INCIDENT', cell: ({ no }) => `INC-${no}` },
  { title: 'SEVERITY', cell: ({ severity }) => severity },
  { title: 'STATE', cell: ({ shown: { tone, word } }) => style.toned(tone, `${marks[tone]} ${word}`) },
  { title: 'SINCE', cell: ({ firstBadAt }) => agoWords(Date.parse(firstBadAt), nowMs) },
  { title: 'OWNER', cell: ({ owner, acknowledgedBy }) => shortName(visibleLine(owner ?? acknowledgedBy ?? '')) },
  { title: 'WHAT', cell: ({ title }) => shortName(visibleLine(title), longestTitle) },
];

/** Head, sentence, why it is so grave, alerts and timeline; times in UTC. */
export const renderIncident = (incident: IncidentDetail, style: Style): string => {
  const { no, title, severity, shown, sentence, severityWhy, alerts, alertCount, timeline } = incident;
  const at = (instant: string): string => timeWords(Date.parse(instant), { nowMs: Date.now(), timeZone: 'UTC' });
  const more = alertCount > alerts.length ? [`  and ${alertCount - alerts.length} more`] : [];
  return [
    `INC-${no} ${severity} ${style.toned(shown.tone, `${marks[shown.tone]} ${shown.word}`)}  ${visibleLine(title)}`,
    visibleLine(sentence),
    visibleLine(severityWhy.sentence),
    '',
    'Alerts',
    ...alerts.map(
      (alert) =>
        `  ${alert.state.padEnd(10)} ${visibleLine(alert.title)}${alert.runId === null ? '' : `  run ${visibleLine(alert.runId)}`}`,
    ),
    ...more,
    '',
    'Timeline',
    ...timeline.map((entry) => `  ${style.paint('dim', at(entry.at))}  ${visibleLine(entry.sentence)}`),
  ].join('\n');
};
