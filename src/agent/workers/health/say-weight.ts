/** How a check counts, in a sentence or two for people. Pure; weigh.ts, streak.ts and window.ts are what is told here. */
import type { HealthCheckSpec } from '../../../link/spec.ts';
import { spell } from './check.ts';

export function sayWeight(spec: HealthCheckSpec, kind: 'process' | 'external'): string {
  const verdict =
    kind === 'process'
      ? 'the worker is unhealthy and is restarted'
      : 'the worker is unhealthy; it is not Yagura that runs it';
  const begins =
    spec.startPeriodMs > 0 ? ` After a start, failures do not count for ${spell(spec.startPeriodMs)}.` : '';
  switch (spec.type) {
    case 'http':
    case 'tcp':
    case 'exec':
      return `It is looked at every ${spell(spec.everyMs)} and has ${spell(spec.timeoutMs)} to answer. After ${times('failure', spec.failures)} ${verdict}; ${times('success', spec.successes)} ${spec.successes === 1 ? 'makes' : 'make'} it well again.${begins}`;
    case 'heartbeat':
      return `A sign of life must come within ${spell(spec.withinMs)}. When none comes, or one that says that it failed, ${verdict}.${begins}`;
    case 'progress':
      return `${nameOf(spec.source)} must move within ${spell(spec.withinMs)}. When it does not, ${verdict}, whatever other checks say.${begins}`;
    default:
      return `Something must be printed within ${spell(spec.withinMs)}. Silence is a hint: only when no other check could tell and the whole process tree is idle, ${verdict}; otherwise it is degraded.${begins}`;
  }
}

const times = (what: string, count: number) =>
  count === 1 ? `1 ${what}` : `${count} ${what === 'success' ? 'successes' : `${what}s`} in a row`;

function nameOf(source: Extract<HealthCheckSpec, { type: 'progress' }>['source']): string {
  if (source.from === 'counter') return `The counter "${source.counter}"`;
  if (source.from === 'log') return `What matches /${source.pattern}/ in the log`;
  return source.watch === 'size' ? `The size of ${source.path}` : `The time of change of ${source.path}`;
}
