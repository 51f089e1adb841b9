/** What applying new specs would change, worker by worker. */
import { needsNewProcess } from '../../../link/spec-change.ts';
import type { HealthCheckSpec, WorkerSpec } from '../../../link/spec.ts';
import { mask, maskCommand, maskText, maskValue } from '../secrets.ts';
import type { ConfigChange } from '../views.ts';

/** In the order of the new specs, then what is removed. Only what runs, and needs a new process, restarts. */
export function compareSpecs(
  before: readonly WorkerSpec[],
  after: readonly WorkerSpec[],
  runs: (worker: string) => boolean,
): ConfigChange[] {
  const old = new Map(before.map((spec) => [spec.name, spec]));
  const kept = new Set(after.map((spec) => spec.name));
  return [
    ...after.map((spec): ConfigChange => {
      const previous = old.get(spec.name);
      if (!previous) return { worker: spec.name, change: 'added', differences: [], restarts: false };
      const differences = compareFields(previous, spec);
      return {
        worker: spec.name,
        change: differences.length > 0 ? 'changed' : 'unchanged',
        differences,
        restarts: runs(spec.name) && spec.kind === 'process' && needsNewProcess(previous, spec),
      };
    }),
    ...before
      .filter((spec) => !kept.has(spec.name))
      .map(
        (spec): ConfigChange => ({ worker: spec.name, change: 'removed', differences: [], restarts: false }),
      ),
  ];
}

function compareFields(before: WorkerSpec, after: WorkerSpec): ConfigChange['differences'] {
  const from = fieldsOf(before);
  const to = fieldsOf(after);
  return [...new Set([...from.keys(), ...to.keys()])]
    .filter((path) => from.get(path)?.value !== to.get(path)?.value)
    .map((path) => {
      const [old, now] = [from.get(path)?.shown ?? null, to.get(path)?.shown ?? null];
      // Two secrets look alike; say that they are not.
      const differentSecret = old !== null && old === now && now.includes(mask);
      return { path, from: old, to: differentSecret ? `${now} (changed)` : now };
    });
}

interface Field {
  value: string;
  shown: string;
}

/** Every leaf of a spec under the path that people know: `env.QUEUE`, `health.http.url`, `dependsOn.broker.until`. */
function fieldsOf(spec: WorkerSpec): Map<string, Field> {
  const fields = new Map<string, Field>();
  const add = (path: string, value: unknown, shown: (text: string) => string = maskText) => {
    if (value === null) return;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    fields.set(path, { value: text, shown: shown(text) });
  };
  const addCommand = (path: string, command: readonly string[]) =>
    add(path, command, () => JSON.stringify(maskCommand(command)));
  const addAll = (path: string, values: object) => {
    for (const [name, value] of Object.entries(values)) add(`${path}.${name}`, value);
  };
  const addCheck = ({ name, ...check }: HealthCheckSpec) => {
    const { command, source, ...plain } = { command: undefined, source: undefined, ...check };
    addAll(`health.${name}`, plain);
    if (command) addCommand(`health.${name}.command`, command);
    if (source) addAll(`health.${name}.source`, source);
  };
  for (const key of ['declaredAs', 'kind', 'cwd', 'user', 'autostart'] as const) add(key, spec[key]);
  addCommand('command', spec.command);
  for (const [name, value] of Object.entries(spec.env)) {
    add(`env.${name}`, value, (text) => maskValue(name, text));
  }
  for (const { worker, ...how } of spec.dependsOn) addAll(`dependsOn.${worker}`, how);
  for (const key of ['restart', 'stop', 'limits', 'labels', 'logs'] as const) addAll(key, spec[key]);
  if (spec.metrics) addAll('metrics', spec.metrics);
  if (spec.schedule) addAll('schedule', spec.schedule);
  spec.health.forEach(addCheck);
  return fields;
}
