import { cronOf } from './timetable.ts';
import { churnScore, dunning, invoices, routePlans, searchIndex, stockLevels, tickets } from './other-pipelines.ts';
import {
  customers,
  dailySales,
  exchangeRates,
  ledgerExport,
  ordersFeed,
  payments,
  shipments,
} from './sdk-pipelines.ts';
import type { EstatePipeline } from './types.ts';

/** The fourteen pipelines of the company. */
export const company: readonly EstatePipeline[] = [
  ordersFeed,
  customers,
  dailySales,
  payments,
  exchangeRates,
  ledgerExport,
  invoices,
  dunning,
  shipments,
  stockLevels,
  routePlans,
  tickets,
  churnScore,
  searchIndex,
];

export interface CompanySize {
  readonly pipelines: number;
  /** Of each pipeline; as its timetable says unless given. */
  readonly runsPerDay?: number | undefined;
}

/**
 * The company, grown to so many pipelines: copies have a number behind their name. What its audit table holds is told by hand here, so that
 * every run comes over OTLP.
 */
export const companyOf = ({ pipelines, runsPerDay }: CompanySize): EstatePipeline[] =>
  Array.from({ length: pipelines }, (_, index) => {
    const { deadline: _deadline, ...original } = company[index % company.length] as EstatePipeline;
    const copy = Math.floor(index / company.length);
    return {
      ...original,
      name: copy === 0 ? original.name : `${original.name}-${copy + 1}`,
      kind: original.kind === 'audit-table' ? 'by-hand' : original.kind,
      ...(runsPerDay !== undefined && {
        timetable: { everyMinutes: 1440 / runsPerDay, offsetMinutes: (index * 7) % (1440 / runsPerDay) },
      }),
    };
  });

/** What tells pipelines apart. */
export const keyOf = ({ namespace, name }: Pick<EstatePipeline, 'namespace' | 'name'>): string =>
  `${namespace}/${name}`;

export const scheduleOf = ({ timetable }: EstatePipeline): string | undefined => cronOf(timetable);
