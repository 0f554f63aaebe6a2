import { z } from 'zod';
import { variablesByPath } from '../../../packages/server/src/config/environment.ts';
import { configShape } from '../../../packages/server/src/config/schema.ts';

interface Setting {
  readonly description?: string;
  readonly default?: string | number | readonly unknown[];
  /** What holds where there is no default. */
  readonly unset?: string;
  readonly properties?: Readonly<Record<string, Setting>>;
}

/** Where this page, or another, says more. */
const more: Readonly<Record<string, string>> = {
  spanRules: '#spans-as-runs',
  pipelines: '#pipelines',
  alerts: '#rules-of-alerting',
  maintenance: '#maintenance-windows',
  onCall: '#on-call-and-escalation',
  escalation: '#on-call-and-escalation',
  dependencies: '../guides/watch-databases.md',
  apis: '#apis-to-watch',
  auditTables: '../guides/audit-table.md',
  channels: '#channels',
};

const rowsOf = (properties: Readonly<Record<string, Setting>>, prefix = ''): string[][] =>
  Object.entries(properties).flatMap(([name, setting]) => {
    const path = `${prefix}${name}`;
    if (setting.properties !== undefined) return rowsOf(setting.properties, `${path}.`);
    const variable = variablesByPath.get(path);
    const meaning = setting.description ?? '';
    return [
      [
        variable === undefined ? '' : `\`${variable}\``,
        `\`${path}\``,
        defaultOf(setting),
        more[path] === undefined ? meaning : `${meaning}: [more](${more[path]})`,
      ],
    ];
  });

const defaultOf = ({ default: value, unset = 'none' }: Setting): string =>
  typeof value === 'string' || typeof value === 'number' ? `\`${value}\`` : unset;

/** The table of docs/reference/configuration.md, laid out as prettier does. */
const configurationTable = (): string => {
  const { properties = {} } = z.toJSONSchema(configShape, { io: 'input', unrepresentable: 'any' }) as Setting;
  const rows = [['variable', 'in the file', 'default', 'meaning'], ...rowsOf(properties)];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lineOf = (cells: readonly string[], fill = ' ') =>
    `| ${cells.map((text, column) => text.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [lineOf(head), lineOf(['', '', '', ''], '-'), ...body.map((row) => lineOf(row))].join('\n');
};

const tableInPage = /^\| variable[\s\S]*?\n(?=\n)/m;

/** The page with the table as the settings are now. */
export const withTable = (page: string): string => page.replace(tableInPage, () => `${configurationTable()}\n`);
