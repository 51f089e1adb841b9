/** The worker, or someone who knows it, must report in time that it is well. */
import type { HealthCheckSpec } from '../../../link/spec.ts';
import type { Clock } from '../../../shared/clock.ts';
import { spell } from './check.ts';
import { createWindowCheck, type WindowCheck } from './window.ts';

export type HeartbeatSign = 'success' | 'start' | 'fail' | 'exit';

export interface HeartbeatCheck extends WindowCheck {
  report(sign: HeartbeatSign, exitCode: number | null, detail: string | null): void;
}

export function createHeartbeatCheck(
  spec: Extract<HealthCheckSpec, { type: 'heartbeat' }>,
  options: { clock: Clock; onChange: () => void },
): HeartbeatCheck {
  const { clock } = options;
  let startedAt: number | null = null;
  const check = createWindowCheck(spec, {
    ...options,
    lapseText: () => `no heartbeat for ${spell(spec.withinMs)}`,
  });

  return {
    ...check,
    begin() {
      startedAt = null;
      check.begin();
    },
    report(sign, exitCode, detail) {
      if (sign === 'start') {
        startedAt = clock.monotonic();
        check.extend();
        return;
      }
      const tookMs = startedAt === null ? null : clock.monotonic() - startedAt;
      startedAt = null;
      if (sign === 'fail') check.refuse(detail || 'the worker reported a failure');
      else if (sign === 'exit' && exitCode !== 0)
        check.refuse(detail || `reported exit code ${exitCode ?? 'unknown'}`);
      else check.arrive(detail || 'heartbeat received', tookMs);
    },
  };
}
