import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { brokenDatabase, mendPart, mendProblem } from './mend.ts';

describe('how to mend a trouble', () => {
  it('is known for every problem that an agent can report', () => {
    const agent = new URL('../../agent', import.meta.url).pathname;
    const files = readdirSync(agent, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
      .map((path) => join(agent, path));
    const codes = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/code: ['`]([a-z]+[_.][a-z_${}.]+|unkillable)/gi)].map(
        ([, code]) => code ?? '',
      ),
    );
    const problems = codes.filter((code) => !['worker_not_found', 'not_startable'].includes(code));
    expect(problems.length).toBeGreaterThanOrEqual(6);
    expect(problems.filter((code) => mendProblem(code) === null)).toEqual([]);
  });

  it('depends on the part', () => {
    const part = (name: string, detail = '') => mendPart({ name, state: 'troubled', detail, since: null });
    expect(part('config')).toContain('yagura apply');
    expect(part('database', 'database or disk is full')).toContain('Make room');
    expect(part('database', `${brokenDatabase} (x)`)).toContain('backup');
    expect(part('agent')).toContain('brings it back');
    expect(part('disk')).toContain('Make room');
    for (const name of ['hub', 'clock', 'queues', 'evaluation', 'delivery', 'heartbeat'])
      expect(part(name), name).not.toBeNull();
    expect(part('moon')).toBe(null);
    expect(mendPart({ name: 'disk', state: 'well', detail: '', since: null })).toBe(null);
  });
});
