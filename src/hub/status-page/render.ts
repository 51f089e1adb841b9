/** One page of HTML without script: the style stands in it, and the policy that goes along names exactly that style. */
import { createHash } from 'node:crypto';
import { escapeHtml } from '../../shared/escape-html.ts';
import type { Day, DayState, GroupState, GroupView, StatusView, TroubleView } from './status.ts';
import { style } from './style.ts';
import { type Language, type Words, wordsIn } from './words.ts';

const styleHash = createHash('sha256').update(style).digest('base64');
export const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The page asks for itself anew, so that a screen on a wall stays true. */
const refreshSeconds = 60;

export function renderStatus(view: StatusView, language: Language): string {
  const words = wordsIn[language];
  const { other } = words;
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="refresh" content="${refreshSeconds}">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(words.whole[view.state])} · ${escapeHtml(view.title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
<main>
<header><h1>${escapeHtml(view.title)}</h1><p>${icon(view.state)}<span>${escapeHtml(words.whole[view.state])}</span></p></header>
${view.troubles.length === 0 ? '' : `<section><h2>${words.troubles}</h2><ul>${view.troubles.map((trouble) => renderTrouble(trouble, words)).join('')}</ul></section>`}
<section><h2>${words.history}</h2><ul>${view.groups.map((group) => renderGroup(group, words, language)).join('')}</ul>
<p class="key">${dayStates.map((state) => `<span><svg viewBox="0 0 7 28" preserveAspectRatio="none" aria-hidden="true">${bar(state, 0)}</svg>${words.day[state]}</span>`).join('')}</p></section>
</main>
<footer><span>${words.updated} ${time(view.timeMs)}</span><span>${words.daysInUtc}</span><a href="?lang=${other.language}" lang="${other.language}" hreflang="${other.language}">${other.name}</a></footer>
</html>
`;
}

function renderTrouble({ groups, startsAtMs, acknowledged }: TroubleView, words: Words): string {
  const about = `${words.since} ${time(startsAtMs)}${acknowledged ? ` · ${words.acknowledged}` : ''}`;
  return `<li><h3>${escapeHtml(words.trouble(groups))}</h3><p class="note">${about}</p></li>`;
}

function renderGroup({ name, state, days, upRatio }: GroupView, words: Words, language: Language): string {
  const ratio = upRatio === null ? null : percent(upRatio, language);
  const head = `<div class="row"><h3>${escapeHtml(name)}</h3><span class="is ${state}">${icon(state)}<span>${words.group[state]}</span></span></div>`;
  if (!days) return `<li>${head}<p class="note">${words.noHistory}</p></li>`;
  const summary = ratio === null ? words.day.unknown : words.uptime(ratio);
  const label = escapeHtml(words.bars(name, summary));
  const bars = days.map((day, index) => bar(day.state, index, titleOf(day, words, language))).join('');
  return `<li>${head}<svg class="bars" viewBox="0 0 ${days.length * barStep - barGap} ${barHeight}" preserveAspectRatio="none" role="img" aria-label="${label}">${bars}</svg><p class="scale"><span>${words.ago}</span><b>${summary}</b><span>${words.today}</span></p></li>`;
}

const barStep = 10;
const barGap = 3;
const barHeight = 28;
const dayStates: readonly DayState[] = ['up', 'partly', 'down', 'unknown'];
/** The worse, the lower: also without colours. */
const heights: Record<DayState, number> = { up: 28, partly: 20, down: 11, unknown: 4 };

function bar(state: DayState, index: number, title = ''): string {
  const height = heights[state];
  return `<rect class="${state}" x="${index * barStep}" y="${barHeight - height}" width="${barStep - barGap}" height="${height}">${title && `<title>${title}</title>`}</rect>`;
}

function titleOf({ timeMs, state, upRatio }: Day, words: Words, language: Language): string {
  const date = new Date(timeMs).toISOString().slice(0, 10);
  const share = upRatio === null ? '' : ` · ${words.uptime(percent(upRatio, language))}`;
  return `${date} · ${words.day[state]}${share}`;
}

/** Never rounded up to a whole that was not one. */
function percent(ratio: number, language: Language): string {
  const cut = Math.floor(ratio * 1e4) / 1e4;
  return new Intl.NumberFormat(language, {
    style: 'percent',
    maximumFractionDigits: 2,
    minimumFractionDigits: cut === 1 ? 0 : 2,
  }).format(cut);
}

function time(ms: number): string {
  const iso = new Date(ms).toISOString();
  return `<time datetime="${iso.slice(0, 19)}Z">${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`;
}

/** The shapes of the page behind the login: a disc with a tick, a triangle, a half disc, a cross in an octagon, a square, a question mark. */
const shapes: Record<GroupState, string> = {
  up: '<circle cx="8" cy="8" r="7"/><path d="M4.6 8.2l2.3 2.3 4.5-4.8" fill="none" stroke="var(--surface)" stroke-width="1.8"/>',
  degraded:
    '<path d="M8 1.4l7.2 13H.8z"/><path d="M8 6v4.2M8 11.4v1.6" stroke="var(--surface)" stroke-width="1.6"/>',
  partly:
    '<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 2a6 6 0 0 1 0 12z"/>',
  down: '<path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z"/><path d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" stroke="var(--surface)" stroke-width="1.8"/>',
  resting:
    '<rect x="2.8" y="2.8" width="10.4" height="10.4" rx="1.5" fill="none" stroke="currentColor" stroke-width="1.6"/>',
  unknown:
    '<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="3.2 1.6"/><path d="M6.2 6.5a1.9 1.9 0 1 1 2.5 1.9c-.5.2-.7.5-.7 1.1M8 10.8v1.3" fill="none" stroke="currentColor" stroke-width="1.4"/>',
};

function icon(state: GroupState): string {
  return `<svg class="${state}" viewBox="0 0 16 16" aria-hidden="true">${shapes[state]}</svg>`;
}
