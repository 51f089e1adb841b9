/** What is wrong with one worker although each of its keys is right. */
import type { Finding } from './relations.ts';
import type { DeclaredWorker } from './schema.ts';

/** Set by Yagura for every worker. */
const reserved = ['YAGURA_RUN', 'YAGURA_WORKER', 'YAGURA_URL', 'YAGURA_PING_URL', 'YAGURA_INSTANCE'];

export function isReserved(variable: string): boolean {
  return reserved.includes(variable);
}

/** Only where Yagura itself runs the worker. */
const forProcesses = ['command', 'schedule', 'restart', 'stop', 'limits', 'logs', 'autostart'];

/** `own`: the keys that the worker itself has, without the defaults. */
export function findContradictions(name: string, worker: DeclaredWorker, own: readonly string[]): Finding[] {
  const path = ['workers', name];
  const findings: Finding[] = [];
  const find = (at: (string | number)[], message: string) =>
    findings.push({ path: [...path, ...at], message });
  if (worker.kind === 'process' && !worker.command) {
    find(['command'], 'is missing, expected a command (or kind: external)');
  }
  if (worker.kind === 'external') {
    for (const key of own.filter((key) => forProcesses.includes(key))) {
      find([key], 'has no meaning for an external worker: Yagura does not run it');
    }
    if (!worker.heartbeat && worker.health.length === 0) {
      find([], 'is external, expected a heartbeat or a health check that proves its life');
    }
  }
  for (const variable of Object.keys(worker.env).filter(isReserved)) {
    find(['env', variable], 'is set by Yagura, choose another name');
  }
  if (worker.restart.initial > worker.restart.max) {
    find(['restart'], 'initial is longer than max, expected it to be at most max');
  }
  const { metrics } = worker;
  if (metrics?.timeout !== undefined && metrics.timeout > metrics.every) {
    find(['metrics', 'timeout'], 'is longer than every, expected it to be at most that');
  }
  const named = worker.health.map((check) => check.name);
  worker.health.forEach((check, index) => {
    if (check.name !== undefined && named.indexOf(check.name) < index) {
      find(['health', index, 'name'], `two checks are called "${check.name}", expected different names`);
    }
  });
  return findings;
}
