import { timeWords, visibleLine } from '@sightglass/model';
import type { RuleList, RuleTestResult } from '@sightglass/model/rest';
import type { Style } from '../style.ts';
import { type Column, renderTable } from '../table.ts';
import { shortName } from '../text.ts';

type ListedRule = RuleList['items'][number];

/** When each fires, in a few words. */
export const renderRuleList = (
  rules: readonly ListedRule[],
  _style: Style,
  writeDuration: (ms: number) => string,
): string => {
  const when = ({ mute, consecutive, forMs }: ListedRule): string => {
    if (mute) return 'never (muted)';
    const parts = [
      ...(consecutive > 1 ? [`${consecutive} runs in a row`] : []),
      ...(forMs > 0 ? [`for ${writeDuration(forMs)}`] : []),
    ];
    return parts.length === 0 ? 'at once' : parts.join(', ');
  };
  const columns: Column<ListedRule>[] = [
    { title: 'RULE', cell: ({ id }) => visibleLine(id) },
    { title: 'ABOUT', cell: ({ what }) => what },
    { title: 'WHERE', cell: ({ where }) => shortName(visibleLine(where)) },
    { title: 'FIRES', cell: when },
    { title: 'FROM', cell: ({ source }) => source },
  ];
  return renderTable(columns, rules);
};

/** What the rules would have done, then each rule, then the latest incidents; times in UTC. */
export const renderRuleTest = (result: RuleTestResult, _style: Style): string => {
  const at = (instant: string): string => timeWords(Date.parse(instant), { nowMs: Date.now(), timeZone: 'UTC' });
  const { runs, isAll, from, to, rules, incidents, incidentsPerWeek, notifications, notificationsPerWeek } = result;
  const columns: Column<RuleTestResult['rules'][number]>[] = [
    { title: 'RULE', cell: ({ id }) => visibleLine(id) },
    { title: 'FIRED', cell: ({ fired }) => String(fired) },
    { title: 'A WEEK', cell: ({ perWeek }) => String(perWeek) },
    { title: 'MOST FOR', cell: ({ pipelines }) => shortName(visibleLine(pipelines.join(', '))) },
  ];
  return [
    `${runs} runs from ${at(from)} to ${at(to)} (UTC)${isAll ? '' : ', the newest; older ones are left out'}.`,
    `${incidents} incidents (${incidentsPerWeek} a week), ${notifications} notifications (${notificationsPerWeek} a week).`,
    `Not replayed: ${result.notReplayed.join(', ')}.`,
    '',
    rules.length === 0 ? 'No rule would have fired.' : renderTable(columns, rules),
    ...(result.latest.length === 0 ? [] : ['', 'Latest incidents']),
    ...result.latest.map(({ severity, openedAt, title }) => `  ${at(openedAt)}  ${severity}  ${visibleLine(title)}`),
  ].join('\n');
};
