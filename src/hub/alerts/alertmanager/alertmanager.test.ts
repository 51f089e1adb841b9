import { describe, expect, it } from 'vitest';
import type { Alert } from '../flow/index.ts';
import type { Silence } from '../silences/index.ts';
import { readFilters } from './filters.ts';
import { readPosted } from './posted.ts';
import { alertmanagerAlert, alertmanagerSilence, alertmanagerStatus, postedSilence } from './shapes.ts';
import { inGroups, isShown, matchersOf, showAlert, showSilence, silenceOrder, statusOf } from './shown.ts';

const at = '2026-11-26T08:00:00.000Z';
const now = Date.parse(at);
const testAlert = (changes: Partial<Alert> = {}): Alert => ({
  id: 'a-1',
  key: 'Down{worker="mailer"}',
  rule: 'Down',
  severity: 'critical',
  labels: { worker: 'mailer' },
  annotations: { summary: 'mailer is down' },
  value: 0,
  state: 'firing',
  startsAt: at,
  endsAt: null,
  ceasedAt: null,
  source: 'rule',
  generatorUrl: null,
  silencedBy: [],
  inhibitedBy: [],
  flapping: false,
  returns: 0,
  noticeable: true,
  noticedAt: at,
  updatedAt: at,
  page: false,
  isTest: false,
  ...changes,
});
const testSilence = (changes: Partial<Silence> = {}): Silence => ({
  id: '0b0fbb3e-0d0c-4d5a-8c9f-0f5f3c1d2e3f',
  matchers: [
    { name: 'worker', op: '=', value: 'mailer' },
    { name: 'severity', op: '!~', value: 'info|warning' },
  ],
  startsAt: at,
  endsAt: '2026-11-26T10:00:00.000Z',
  recurrence: null,
  comment: 'new disk',
  createdBy: 'ann',
  createdAt: at,
  updatedAt: at,
  origin: 'person',
  state: 'active',
  window: { from: at, to: '2026-11-26T10:00:00.000Z' },
  ...changes,
});

describe('alerts that are posted', () => {
  it('are taken as Prometheus writes them', () => {
    const body = [
      {
        labels: { alertname: 'Down', empty: '' },
        annotations: { summary: 'it is down' },
        startsAt: '2026-11-26T08:00:00.123456789Z',
        endsAt: '2026-11-26T17:04:00+09:00',
        generatorURL: 'http://prometheus:9090/graph?g0.expr=up',
      },
      { labels: { alertname: 'Bare' }, startsAt: '0001-01-01T00:00:00Z' },
    ];
    expect(readPosted(body)).toEqual({
      alerts: [
        {
          labels: { alertname: 'Down' },
          annotations: { summary: 'it is down' },
          startsAtMs: now + 123,
          endsAtMs: now + 240_000,
          generatorUrl: 'http://prometheus:9090/graph?g0.expr=up',
        },
        { labels: { alertname: 'Bare' }, annotations: {} },
      ],
      mistakes: [],
    });
  });

  it.each<[string, unknown, string]>([
    ['without labels', { labels: { a: '' } }, 'at least one label is needed'],
    ['that are no alerts', 7, 'it: '],
    ['with a label of another kind', { labels: { a: 1 } }, 'labels.a: '],
    ['with a name that is none', { labels: { 'a b': 'x' } }, '"a b" is no name of a label'],
    ['with a label without end', { labels: { a: 'x'.repeat(2_001) } }, 'the label a has more than 2000'],
    [
      'that end before they start',
      { labels: { a: 'x' }, startsAt: at, endsAt: '2026-11-26T07:00:00Z' },
      'it ends before',
    ],
    ['with times that are none', { labels: { a: 'x' }, startsAt: 'now' }, 'startsAt: '],
    [
      'with labels without end',
      { labels: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`l${i}`, 'x'])) },
      '65 labels, at most 64',
    ],
  ])('%s are told of, and the others are taken', (_what, wrong, mistake) => {
    const { alerts, mistakes } = readPosted([wrong, { labels: { alertname: 'Down' } }]);
    expect(alerts).toHaveLength(1);
    expect(mistakes).toEqual([expect.stringContaining(`alert 0: ${mistake}`)]);
  });
});

describe('filters', () => {
  it.each([
    ['alertname="Down"', { name: 'alertname', op: '=', value: 'Down' }],
    ['alertname=Down', { name: 'alertname', op: '=', value: 'Down' }],
    [' a != "say \\"no\\"\\n" ', { name: 'a', op: '!=', value: 'say "no"\n' }],
    ['severity=~"warning|critical"', { name: 'severity', op: '=~', value: 'warning|critical' }],
    ['job!~a.*', { name: 'job', op: '!~', value: 'a.*' }],
    ['empty=""', { name: 'empty', op: '=', value: '' }],
  ])('reads %s', (text, expected) => {
    expect(readFilters(text)).toEqual([expected]);
  });

  it.each(['', 'alertname', 'a="b', '="x"', 'a="b"c'])('refuses %j', (text) => {
    expect(() => readFilters([text])).toThrow('bad matcher format');
  });

  it('are none when there are none, and not without end', () => {
    expect(readFilters(undefined)).toEqual([]);
    expect(() => readFilters(Array.from({ length: 51 }, () => 'a=b'))).toThrow('at most 50');
  });
});

describe('what is shown', () => {
  it('is an alert with its name and severity among the labels, and an end that is yet to come', () => {
    const shown = showAlert(testAlert(), now);
    expect(alertmanagerAlert.parse(shown)).toEqual(shown);
    expect(shown).toMatchObject({
      labels: { alertname: 'Down', severity: 'critical', worker: 'mailer' },
      endsAt: '2026-11-26T08:05:00.000Z',
      status: { state: 'active' },
    });
    expect(shown.fingerprint).toMatch(/^[0-9a-f]{16}$/);
  });

  it('is what was asked for', () => {
    const all = { active: true, silenced: true, inhibited: true };
    const shown = [testAlert(), testAlert({ silencedBy: ['s'] }), testAlert({ inhibitedBy: ['a-2'] })].map(
      (alert) => showAlert(alert, now),
    );
    const count = (wishes: Partial<typeof all>) =>
      shown.map((alert) => (isShown(alert, { ...all, ...wishes }) ? 1 : 0)).join('');
    expect(count({})).toBe('111');
    expect(count({ active: false })).toBe('011');
    expect(count({ silenced: false })).toBe('101');
    expect(count({ inhibited: false })).toBe('110');
  });

  it('is grouped by name', () => {
    const shown = [testAlert(), testAlert({ rule: 'Slow' }), testAlert()].map((alert) =>
      showAlert(alert, now),
    );
    expect(inGroups(shown).map(({ labels, alerts }) => [labels, alerts.length])).toEqual([
      [{ alertname: 'Down' }, 2],
      [{ alertname: 'Slow' }, 1],
    ]);
  });

  it('is a silence that comes back the same when it is posted again', () => {
    const shown = showSilence(testSilence());
    expect(alertmanagerSilence.parse(shown)).toEqual(shown);
    expect(matchersOf(postedSilence.parse(shown))).toEqual(testSilence().matchers);
  });

  it('of a silence that recurs is the time that is now or next, of one without end a far one', () => {
    const window = { from: '2026-11-27T02:00:00.000Z', to: '2026-11-27T03:00:00.000Z' };
    expect(showSilence(testSilence({ endsAt: null, state: 'pending', window }))).toMatchObject({
      startsAt: window.from,
      endsAt: window.to,
    });
    expect(showSilence(testSilence({ endsAt: null, window: { from: at, to: null } })).endsAt).toMatch(
      /^9999/,
    );
    expect(showSilence(testSilence({ state: 'expired', window: null })).endsAt).toBe(
      '2026-11-26T10:00:00.000Z',
    );
  });

  it('stands in an order', () => {
    const silence = (state: Silence['state'], from: number, to: number) => {
      const time = (hour: number) => `2026-11-26T${String(hour).padStart(2, '0')}:00:00.000Z`;
      return showSilence(
        testSilence({
          state,
          startsAt: time(from),
          endsAt: time(to),
          window: state === 'expired' ? null : { from: time(from), to: time(to) },
        }),
      );
    };
    const order = [
      silence('expired', 1, 2),
      silence('pending', 12, 13),
      silence('active', 8, 11),
      silence('expired', 1, 3),
      silence('active', 8, 10),
      silence('pending', 11, 14),
    ]
      .sort(silenceOrder)
      .map(
        ({ status, startsAt, endsAt }) => `${status.state} ${startsAt.slice(11, 13)}-${endsAt.slice(11, 13)}`,
      );
    expect(order).toEqual([
      'active 08-10',
      'active 08-11',
      'pending 11-14',
      'pending 12-13',
      'expired 01-03',
      'expired 01-02',
    ]);
  });

  it('of ourselves has a config that amtool can read', () => {
    const status = statusOf('1.2.3', now);
    expect(alertmanagerStatus.parse(status)).toEqual(status);
    expect(status.config.original).toContain('receiver: yagura');
  });
});
