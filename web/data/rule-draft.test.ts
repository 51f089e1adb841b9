import { expect, test } from 'vitest';
import { draftOf, emptyDraft, pairsIn, ruleOf } from './rule-draft.ts';
import type { WrittenRule } from './types.ts';

test.each<[kind: Parameters<typeof draftOf>[0], WrittenRule]>([
  [
    'metric',
    {
      name: 'QueueFull',
      expr: 'queue_length > 100',
      resolve: 'queue_length < 10',
      no_data: 'keep',
      for: '5m',
      severity: 'critical',
      labels: { team: 'post' },
      annotations: { summary: '{{ $labels.queue }} is full', runbook: 'https://example.org/queue' },
      page: true,
    },
  ],
  [
    'event',
    { name: 'Failover', on: 'failover', match: { worker: 'db-*' }, severity: 'warning', over_after: '1h' },
  ],
  [
    'heartbeat',
    {
      name: 'Backup',
      heartbeat: { name: 'nightly', every: '1d', grace: '30m' },
      severity: 'info',
      enabled: false,
    },
  ],
])('a rule of the kind %s is the same after it went through the form', (kind, written) => {
  const rule = ruleOf(draftOf(kind, written.severity ?? 'warning', written));
  const { labels, annotations, match, ...rest } = rule ?? { name: '' };
  const some = (texts: object | undefined) => (texts && Object.keys(texts).length > 0 ? texts : undefined);
  expect({ ...rest, labels: some(labels), annotations: some(annotations), match: some(match) }).toEqual({
    labels: undefined,
    annotations: undefined,
    match: undefined,
    ...written,
  });
});

test('nothing is asked of the server before it is said what is watched', () => {
  expect(ruleOf({ ...emptyDraft, name: 'A' })).toBeNull();
  expect(ruleOf({ ...emptyDraft, expr: 'x > 1' })).toBeNull();
  expect(ruleOf({ ...emptyDraft, name: 'A', expr: ' x > 1 ' })).toMatchObject({ name: 'A', expr: 'x > 1' });
});

test('what another kind was given is left out', () => {
  expect(ruleOf({ ...emptyDraft, kind: 'event', name: 'A', on: 'failover', expr: 'x > 1', for: '' })).toEqual(
    {
      name: 'A',
      severity: 'warning',
      on: 'failover',
      match: {},
      labels: {},
      annotations: {},
    },
  );
});

test('a line without a name is told', () => {
  expect(pairsIn('team = post\n\nurl=http://a/?b=c\nnonsense\n=x')).toEqual({
    pairs: { team: 'post', url: 'http://a/?b=c' },
    wrong: ['nonsense', '=x'],
  });
});
