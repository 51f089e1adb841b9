import { escapeHtml } from '../../../../shared/escape-html.ts';
import type { Message } from '../../message/index.ts';

/** Mail programs know tables and inline styles and little else; colours are such that they also turn out well inverted. */
export function htmlOf(message: Message, chartId: string | null): string {
  const { notice, colour } = message;
  const facts = message.facts.map(
    ({ name, value }) =>
      `<tr><td style="padding:4px 16px 4px 0;vertical-align:top;white-space:nowrap;opacity:.7">${escapeHtml(name)}</td>` +
      `<td style="padding:4px 0;overflow-wrap:anywhere">${escapeHtml(value)}</td></tr>`,
  );
  const links = message.links.map(
    ({ name, url }, index) =>
      `<a href="${escapeHtml(url)}" style="display:inline-block;margin:8px 8px 0 0;padding:12px 20px;border-radius:8px;font-weight:600;text-decoration:none;${
        index === 0 ? `background:${colour};color:#ffffff` : `border:1px solid ${colour};color:${colour}`
      }">${escapeHtml(name)}</a>`,
  );
  return [
    `<!doctype html><html lang="${notice.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>`,
    '<body style="margin:0;padding:24px 16px;font:16px/1.5 system-ui,-apple-system,Segoe UI,Hiragino Sans,Noto Sans JP,sans-serif">',
    `<div style="max-width:600px;margin:0 auto;border-left:4px solid ${colour};padding-left:16px">`,
    `<h1 style="margin:0 0 12px;font-size:20px;line-height:1.4">${escapeHtml(`${message.sign} ${message.headline}`)}</h1>`,
    ...message.lines.map((line) => `<p style="margin:0 0 8px">${escapeHtml(line)}</p>`),
    facts.length > 0
      ? `<table role="presentation" style="border-collapse:collapse;font-size:15px">${facts.join('')}</table>`
      : '',
    chartId === null
      ? ''
      : `<img src="cid:${chartId}" alt="" width="568" style="max-width:100%;height:auto;margin-top:16px;border-radius:8px">`,
    links.length > 0 ? `<p style="margin:16px 0 0">${links.join('')}</p>` : '',
    '</div></body></html>',
  ].join('');
}
