export { company } from './catalogue/company.ts';
export { generateEstate, type EstateOptions } from './generate.ts';
export { playEstate, type EstatePlay, type PlayOptions } from './play/play.ts';
export { prepareEstate } from './audit-table/table.ts';
export { serverSettings } from './server-settings.ts';
export type { EstateRequest } from './telemetry/requests.ts';
