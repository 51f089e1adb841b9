import type { Family } from '../../metrics/index.ts';
import type { RuleReport } from './evaluation.ts';

/** How looking at rules goes, for /metrics. */
export function evaluationFigures(of: {
  reports: readonly RuleReport[];
  tookMs: number;
  lagMs: number;
  failures: number;
}): Family[] {
  const sum = (count: (report: RuleReport) => number) =>
    of.reports.reduce((all, report) => all + count(report), 0);
  return [
    {
      name: 'yagura_alert_rules',
      type: 'gauge',
      help: 'Rules that are looked at.',
      points: [[{}, of.reports.length]],
    },
    {
      name: 'yagura_alert_conditions',
      type: 'gauge',
      help: 'What rules find wrong, by whether it fires already.',
      points: [
        [{ state: 'firing' }, sum(({ firing }) => firing)],
        [{ state: 'pending' }, sum(({ pending }) => pending)],
      ],
    },
    {
      name: 'yagura_alert_rules_failing',
      type: 'gauge',
      help: 'Rules that could not be evaluated the last time.',
      points: [[{}, sum(({ failure }) => (failure === null ? 0 : 1))]],
    },
    {
      name: 'yagura_alert_evaluation_failures_total',
      type: 'counter',
      help: 'Evaluations of rules that failed since the hub began.',
      points: [[{}, of.failures]],
    },
    {
      name: 'yagura_alert_evaluation_seconds',
      type: 'gauge',
      help: 'What the last round of looking at all rules took.',
      points: [[{}, of.tookMs / 1_000]],
    },
    {
      name: 'yagura_alert_evaluation_lag_seconds',
      type: 'gauge',
      help: 'How late the last round began.',
      points: [[{}, of.lagMs / 1_000]],
    },
  ];
}
