import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { ProcessCondition } from './process.ts';
import { type CheckEvidence, weigh } from './weigh.ts';

const page = readFileSync(new URL('../../../../docs/health.md', import.meta.url), 'utf8');
const table = page.split('| process | checks | tree | health | restarted |')[1]?.split('\n\n')[0] ?? '';
const rows = table
  .split('\n')
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()));

function checkOf(text: string): CheckEvidence {
  const [type = '', result = ''] = text.replace('_', '-').split(' ');
  const flapping = result === 'flapping';
  return {
    name: type,
    type: type as CheckEvidence['type'],
    result: flapping ? 'passing' : (result as CheckEvidence['result']),
    detail: 'x',
    consecutive: 1,
    flapping,
  };
}

it('docs/health.md has the table', () => {
  expect(rows.length).toBeGreaterThan(15);
});

it.each(rows)(
  'docs/health.md: |%s| %s, %s, tree %s: %s, restarted %s',
  (_, process, checks, tree, health, restarted) => {
    const [condition, seconds] = (process ?? '').split(/ for | s$/);
    const verdict = weigh({
      kind: 'process',
      live: true,
      process: {
        condition: condition as ProcessCondition,
        lastedMs: Number(seconds ?? 0) * 1_000,
        since: '',
      },
      checks: (checks ?? '').split(', ').filter(Boolean).map(checkOf),
      working: tree === 'working',
    });
    expect(verdict).toMatchObject({ health, heal: restarted === 'yes' });
  },
);
