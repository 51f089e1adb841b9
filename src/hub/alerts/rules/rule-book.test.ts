import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { systemClock } from '../../../shared/clock.ts';
import { openHome } from '../../../shared/home.ts';
import { declaredRule, type WrittenRule } from '../../fleet/config/alert-rules/index.ts';
import { openStore } from '../../store/index.ts';
import { exportRules } from './export-rules.ts';
import { openRuleBook } from './rule-book.ts';

const declared = (written: WrittenRule) => declaredRule.parse(written);

test("the page's rules count before those of the config, these before the default ones, and all of them survive a restart", async () => {
  const root = await mkdtemp(join(tmpdir(), 'yagura-book-'));
  const home = openHome(root);
  const store = await openStore({ home, clock: systemClock, onCorrupt: () => {} });
  const open = () => openRuleBook({ store, clock: systemClock, log: () => {} });
  const book = open();
  const originOf = (name: string, of = book) => of.all().find(({ rule }) => rule.name === name)?.rule.origin;
  expect(originOf('WorkerDown')).toBe('default');
  await book.configure({
    rules: [
      declared({ name: 'WorkerDown', on: 'worker.failed', severity: 'info' }),
      declared({ name: 'CrashLoop', enabled: false }),
      declared({ name: 'Mine', expr: 'x > 5', for: '90s' }),
    ],
    defaults: true,
  });
  expect(book.get('WorkerDown')).toMatchObject({
    rule: { origin: 'config', on: 'worker.failed' },
    replaces: 'default',
  });
  expect(book.get('CrashLoop').rule).toMatchObject({ origin: 'config', on: 'crash-loop', enabled: false });
  let told = 0;
  book.onChange(() => told++);
  await book.change(
    'Mine',
    declared({ name: 'Mine', expr: 'x > 6', for: '2m', annotations: { summary: '{{ $value }}' } }),
    'token:ann',
  );
  expect(book.get('Mine')).toMatchObject({
    rule: { origin: 'page', expr: 'x > 6', forMs: 120_000 },
    replaces: 'config',
    changedBy: 'token:ann',
  });
  await book.create(declared({ name: 'Fresh', heartbeat: { every: '1d' } }), 'token:ann');
  expect(told).toBe(2);
  await expect(book.create(declared({ name: 'Fresh', expr: 'x > 5' }), 'a')).rejects.toMatchObject({
    code: 'conflict',
  });
  await expect(book.create(declared({ name: 'Bad', expr: 'x >' }), 'a')).rejects.toMatchObject({
    code: 'bad_request',
    errors: [{ path: 'rule.expr' }],
  });
  await expect(
    book.change('WorkerDown', declared({ name: 'Other', expr: 'x > 1' }), 'a'),
  ).rejects.toMatchObject({ code: 'conflict' });
  await expect(book.remove('WorkerDown')).rejects.toMatchObject({ code: 'conflict' });
  await expect(book.remove('Nobody')).rejects.toMatchObject({ code: 'not_found' });

  const again = open();
  expect(again.all().map(({ rule, replaces }) => [rule.name, rule.origin, replaces])).toEqual(
    book.all().map(({ rule, replaces }) => [rule.name, rule.origin, replaces]),
  );
  const text = await exportRules(again.all().filter(({ rule }) => rule.origin === 'page'));
  expect(parse(text)).toEqual({
    alerts: {
      rules: [
        { name: 'Fresh', heartbeat: { every: '1d', grace: '1m' }, severity: 'warning' },
        {
          name: 'Mine',
          expr: 'x > 6',
          for: '2m',
          severity: 'warning',
          annotations: { summary: '{{ $value }}' },
        },
      ],
    },
  });
  await again.change('Fresh', declared({ name: 'Renamed', heartbeat: { every: '2d' } }), 'b');
  expect(originOf('Fresh', again)).toBeUndefined();
  await again.remove('Mine');
  expect(again.get('Mine').rule).toMatchObject({ origin: 'config', expr: 'x > 5' });
  await again.configure({ rules: [], defaults: false });
  expect(again.all().map(({ rule }) => rule.name)).toEqual(['Renamed']);
  await store.close();
  await rm(root, { recursive: true, force: true });
});
