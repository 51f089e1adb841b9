import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { policy, renderStatus } from './render.ts';
import type { StatusView } from './status.ts';
import { languageOf } from './words.ts';

const view: StatusView = {
  title: '<b>"Shop" & Co</b>',
  state: 'partly',
  groups: [
    {
      name: '<script>alert(1)</script>',
      state: 'partly',
      upRatio: 0.99999,
      days: [
        { timeMs: Date.UTC(2026, 0, 1), state: 'down', upRatio: 0.4 },
        { timeMs: Date.UTC(2026, 0, 2), state: 'unknown', upRatio: null },
      ],
    },
    { name: 'Search', state: 'up', upRatio: null, days: null },
  ],
  troubles: [{ groups: ['Mail', 'Search'], startsAtMs: Date.UTC(2026, 0, 2, 3, 4), acknowledged: true }],
  timeMs: Date.UTC(2026, 0, 2, 5, 6),
};

describe('the page', () => {
  const html = renderStatus(view, 'en');

  it('has no markup but its own, and no script', () => {
    expect(html).toContain('&lt;b&gt;&quot;Shop&quot; &amp; Co&lt;/b&gt;');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toMatch(/<script|<b>"| style=| on[a-z]+=/);
  });

  it('may use exactly the style that stands in it, and nothing from anywhere', () => {
    const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(html) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(policy).toContain(`style-src 'sha256-${hash}'`);
    expect(policy).toContain("default-src 'none'");
    expect(html).not.toMatch(/(src|href)="(?!\?lang=|data:)/);
  });

  it('says in words what its colours say', () => {
    expect(html).toContain('Some parts do not work');
    expect(html).toContain('2026-01-01 · long outage · 40.00% up');
    expect(html).toContain('2026-01-02 · no record');
    expect(html).toContain('Trouble with Mail and Search');
    expect(html).toContain('since <time datetime="2026-01-02T03:04:00Z">2026-01-02 03:04 UTC</time>');
    expect(html).toContain('The history cannot be read right now.');
  });

  it('rounds nothing up to a whole that was not one', () => {
    expect(html).toContain('99.99% up');
  });

  it('speaks Japanese', () => {
    const japanese = renderStatus(view, 'ja');
    expect(japanese).toContain('<html lang="ja">');
    expect(japanese).toContain('一部が動いていません');
    expect(japanese).toContain('「Mail」「Search」に障害が起きています');
    expect(japanese).toContain('稼働率 99.99%');
  });
});

describe('the language', () => {
  it.each([
    [undefined, undefined, 'en'],
    [undefined, 'ja-JP,ja;q=0.9,en;q=0.8', 'ja'],
    [undefined, 'fr, EN-gb', 'en'],
    ['ja', 'en', 'ja'],
    ['xx', 'ja', 'ja'],
    ['', '*', 'en'],
  ])('asked for %j by a browser that likes %j is %s', (asked, accepts, expected) => {
    expect(languageOf(asked, accepts)).toBe(expected);
  });
});
