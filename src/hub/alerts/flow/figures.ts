import type { Family } from '../../metrics/index.ts';
import type { AlertCounts } from './alert.ts';
import type { Change } from './flow.ts';

/** How many alerts there are, and how often they began, came back and ended. */
export function createAlertFigures() {
  let begun = 0;
  let returned = 0;
  let resolved = 0;
  return {
    count({ from, to }: Change): void {
      if (!from) begun += 1;
      else if (to.isResolved && !from.isResolved) resolved += 1;
      else if (to.returns > from.returns) returned += 1;
    },
    families(counts: AlertCounts, leftOut: number, refused: number): Family[] {
      return [
        {
          name: 'yagura_alerts',
          type: 'gauge',
          help: 'Alerts by what they are; those that are worth telling by severity.',
          points: [
            ...(['critical', 'warning', 'info'] as const).map(
              (severity) => [{ state: 'noticeable', severity }, counts[severity]] as const,
            ),
            ...(['firing', 'pending', 'silenced', 'inhibited', 'flapping'] as const).map(
              (state) => [{ state }, counts[state]] as const,
            ),
            [{ state: 'left-out' }, leftOut],
          ],
        },
        {
          name: 'yagura_alert_transitions_total',
          type: 'counter',
          help: 'Alerts that began, came back while they were held or remembered, and were resolved.',
          points: [
            [{ to: 'firing' }, begun],
            [{ to: 'returned' }, returned],
            [{ to: 'resolved' }, resolved],
          ],
        },
        {
          name: 'yagura_alerts_refused_total',
          type: 'counter',
          help: 'Alerts from outside that were too many.',
          points: [[{}, refused]],
        },
      ];
    },
  };
}
