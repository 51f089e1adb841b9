import type { InhibitRule } from './inhibit.ts';

const covers = (source: string, target: string): InhibitRule => ({
  source: [{ name: 'alertname', op: '=', value: source }],
  target: [
    { name: 'alertname', op: '=~', value: target },
    { name: 'worker', op: '!=', value: '' },
  ],
  equal: ['worker'],
  noGraver: true,
});

/**
 * Of Yagura's own rules, which say the same thing twice. A crash loop covers that the worker is down, and not the other way round: each time it is
 * down is over soon and may be told to nobody.
 */
export const defaultInhibitRules: readonly InhibitRule[] = [
  covers('CrashLoop', 'WorkerDown|WorkerUnhealthy|NoProgress'),
  covers('WorkerDown', 'WorkerUnhealthy|NoProgress'),
  covers('WorkerUnhealthy', 'NoProgress'),
];
