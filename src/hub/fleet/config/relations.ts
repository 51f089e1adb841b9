/** What only shows when all workers are seen together: unknown dependencies, circles, names that collide. */
import type { Path } from './mistakes.ts';
import { instanceNames } from './to-specs.ts';
import { unknownWord } from './shape-mistakes.ts';

export interface Related {
  name: string;
  instances: number | undefined;
  dependsOn: readonly { worker: string; path: Path }[];
}

export interface Finding {
  path: Path;
  message: string;
}

export function checkRelations(workers: readonly Related[]): Finding[] {
  return [...unknownDependencies(workers), ...circles(workers), ...collisions(workers)];
}

function unknownDependencies(workers: readonly Related[]): Finding[] {
  const known = new Set(workers.map(({ name }) => name));
  return workers.flatMap(({ name, dependsOn }) =>
    dependsOn
      .filter(({ worker }) => !known.has(worker))
      .map(({ worker, path }) => ({
        path,
        message: unknownWord(
          `unknown worker "${worker}"`,
          worker,
          [...known].filter((one) => one !== name),
        ),
      })),
  );
}

/** Each circle once, named from the worker that stands first in the file. */
function circles(workers: readonly Related[]): Finding[] {
  const dependsOn = new Map(workers.map((worker) => [worker.name, worker.dependsOn]));
  const finished = new Set<string>();
  const findings: Finding[] = [];
  for (const { name: start } of workers) {
    // Depth first without recursion: a chain may be as long as there are workers.
    const trail: { name: string; next: number }[] = [];
    const enter = (name: string) => trail.push({ name, next: 0 });
    if (!finished.has(start)) enter(start);
    for (let top = trail.at(-1); top; top = trail.at(-1)) {
      const next = dependsOn.get(top.name)?.[top.next++];
      if (next === undefined) {
        finished.add(top.name);
        trail.pop();
        continue;
      }
      const begin = trail.findIndex(({ name }) => name === next.worker);
      if (begin >= 0) {
        const circle = [...trail.slice(begin).map(({ name }) => name), next.worker];
        findings.push({ path: next.path, message: `these wait for each other: ${circle.join(' → ')}` });
      } else if (!finished.has(next.worker) && dependsOn.has(next.worker)) enter(next.worker);
    }
  }
  return findings;
}

function collisions(workers: readonly Related[]): Finding[] {
  const owners = new Map<string, string>();
  const findings: Finding[] = [];
  for (const { name, instances } of workers) {
    const instanceOf = (instance: string) => (instance === name ? `"${name}"` : `the instance "${instance}"`);
    for (const instance of instanceNames(name, instances)) {
      const owner = owners.get(instance);
      if (owner !== undefined) {
        findings.push({
          path: ['workers', name],
          message: `${instanceOf(instance)} has the name of ${owner === instance ? 'the worker' : 'an instance of'} "${owner}"`,
        });
        break;
      }
      owners.set(instance, name);
      if (instance.length > 63) {
        findings.push({ path: ['workers', name], message: `"${instance}" is longer than 63 characters` });
        break;
      }
    }
  }
  return findings;
}
