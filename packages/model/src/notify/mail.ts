import { incidentName } from '../alerting/incidents/incident-words.ts';
import { line, type Telling } from './telling.ts';

const longestSubject = 150;

/** `[P1] orders failed at load · INC-12`: the first of a thread stays that of all its messages. */
export const mailSubject = (incident: {
  readonly no: number;
  readonly severity: string;
  readonly title: string;
}): string => {
  const tail = ` · ${incidentName(incident.no)}`;
  const head = `[${incident.severity}] `;
  return `${head}${line(incident.title, longestSubject - head.length - tail.length)}${tail}`;
};

/** The message as plain text, complete by itself. */
export const mailText = ({ headline, about, facts, steps, links, small }: Telling): string => {
  const width = Math.max(...facts.map(({ name }) => name.length), 0) + 2;
  const indent = ' '.repeat(width);
  const paragraphs = [
    headline,
    about,
    facts
      .flatMap(({ name, lines }) => lines.map((one, at) => `${at === 0 ? name.padEnd(width) : indent}${one}`))
      .join('\n'),
    steps.length === 0 ? '' : `Do first\n${steps.map((step, at) => `${at + 1}. ${step}`).join('\n')}`,
    links.map(({ words, url }) => `${words}: ${url}`).join('\n'),
    small.join('\n'),
  ];
  return `${paragraphs.filter((one) => one !== '').join('\n\n')}\n`;
};

const escape = (text: string): string => text.replaceAll(/[&<>"']/gu, (character) => `&#${character.charCodeAt(0)};`);

/** Contrast is at least 4.5 : 1 in light and dark; no text depends on a background. */
const toneColours = { good: '#16713f', bad: '#b3261e', warn: '#8a5a00', unknown: '#5f6368' } as const;
const style = [
  ':root{color-scheme:light dark;supported-color-schemes:light dark}',
  '@media (prefers-color-scheme:dark){',
  '.good{color:#6fd39b!important;border-color:#6fd39b!important}',
  '.bad{color:#ff9a91!important;border-color:#ff9a91!important}',
  '.warn{color:#f0b95c!important;border-color:#f0b95c!important}',
  '.unknown,.dim{color:#b4b9bf!important;border-color:#b4b9bf!important}',
  '.line{border-color:#4a4f55!important}',
  '.link{color:#8cc8ff!important;border-color:#8cc8ff!important}',
  '}',
].join('');
const font = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;font-size:15px;line-height:1.5";

/** The message as HTML: tables, inline styles, no image, no script, nothing that is loaded. */
export const mailHtml = (telling: Telling): string => {
  const { usable, headline, about, facts, steps, links, small } = telling;
  const [word, rest] = [usable.word, headline.slice(usable.word.length)];
  const rows = facts.map(({ name, lines }) => factRow(name, lines)).join('');
  const list = steps.map((step) => `<li style="margin:0 0 4px">${escape(step)}</li>`).join('');
  const buttons = links.map(({ words, url }, at) => button(words, url, at === 0)).join('');
  return [
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">',
    `<meta name="supported-color-schemes" content="light dark"><title>${escape(word)}</title><style>${style}</style></head>`,
    `<body style="margin:0;padding:16px;${font}">`,
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:640px"><tr><td>',
    `<p style="margin:0 0 4px;font-size:18px;line-height:1.4;overflow-wrap:anywhere"><strong class="${usable.tone}" style="color:${toneColours[usable.tone]}">${escape(word)}</strong>${escape(rest)}</p>`,
    `<p class="dim" style="margin:0 0 16px;color:#5f6368">${escape(about)}</p>`,
    rows === '' ? '' : `<table role="presentation" width="100%" cellpadding="0" cellspacing="0">${rows}</table>`,
    list === ''
      ? ''
      : `<p style="margin:16px 0 4px"><strong>Do first</strong></p><ol style="margin:0;padding-left:22px">${list}</ol>`,
    buttons === ''
      ? ''
      : `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:20px 0 0"><tr>${buttons}</tr></table>`,
    `<p class="dim" style="margin:20px 0 0;font-size:13px;color:#5f6368">${small.map(escape).join('<br>')}</p>`,
    '</td></tr></table></body></html>',
  ].join('\r\n');
};

const factRow = (name: string, lines: readonly string[]): string =>
  `<tr><td class="dim line" style="width:84px;padding:6px 12px 6px 0;vertical-align:top;color:#5f6368;border-top:1px solid #d5d8dc">${escape(name)}</td>` +
  `<td class="line" style="padding:6px 0;vertical-align:top;border-top:1px solid #d5d8dc;overflow-wrap:anywhere">${lines.map(entry).join('')}</td></tr>`;

/** Entries are told apart where they are longer than a line. */
const entry = (text: string): string => `<div style="margin:0 0 3px">${escape(text)}</div>`;

const button = (words: string, url: string, isFirst: boolean): string =>
  `<td class="link" style="padding:8px 14px;border:${isFirst ? 2 : 1}px solid #0b5cad;border-radius:6px">` +
  `<a class="link" href="${escape(url)}" style="color:#0b5cad;text-decoration:none;font-weight:${isFirst ? 600 : 400}">${escape(words)}</a></td>` +
  '<td style="width:10px"></td>';
