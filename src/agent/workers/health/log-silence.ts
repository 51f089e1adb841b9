/** The worker must print something now and then. Alone this is a weak hint; see weigh.ts. */
import type { HealthCheckSpec } from '../../../link/spec.ts';
import type { Clock } from '../../../shared/clock.ts';
import { spell } from './check.ts';
import { createWindowCheck, type WindowCheck } from './window.ts';

export function createLogSilenceCheck(
  spec: Extract<HealthCheckSpec, { type: 'log-silence' }>,
  options: { clock: Clock; onChange: () => void; lastWriteAt: () => number | null },
): WindowCheck {
  let seen: number | null = null;
  const check = createWindowCheck(spec, {
    ...options,
    lapseText: () => `no log line for ${spell(spec.withinMs)}`,
    look() {
      const at = options.lastWriteAt();
      if (at === null || at === seen) return;
      seen = at;
      check.arrive('printed');
    },
  });
  return {
    ...check,
    begin() {
      seen = options.lastWriteAt(); // an earlier run's last line is not this one's
      check.begin();
    },
  };
}
