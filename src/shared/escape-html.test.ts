import { expect, it } from 'vitest';
import { escapeHtml } from './escape-html.ts';

it('leaves nothing that would begin a tag, an entity or end a quoted value', () => {
  expect(escapeHtml(`<a href="x" title='y'>&amp; 日本</a>`)).toBe(
    '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp; 日本&lt;/a&gt;',
  );
});
