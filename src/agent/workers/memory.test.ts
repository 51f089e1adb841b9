import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Memory, openMemoryFolder, readBootId } from './memory.ts';
import { newLife } from './state-machine.ts';
import { makeSpec } from './testing/fixture.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-memory-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const memory: Memory = {
  bootId: readBootId(),
  spec: makeSpec('a', 'true'),
  life: newLife,
  settledRun: null,
  startedAt: null,
  nextStartAt: null,
  shutDown: false,
};

describe('what is remembered of a worker', () => {
  it('comes back as it was, readable by nobody else', () => {
    const folder = openMemoryFolder(dir);
    expect(folder.remember('a', memory)).toBe(true);
    expect(openMemoryFolder(dir).recall('a')).toEqual(memory);
    expect(folder.names()).toEqual(['a']);
    expect(statSync(join(dir, 'a', 'memory.json')).mode & 0o777).toBe(0o600);
  });

  it('is nothing when the file is not there, half written or something else', () => {
    const folder = openMemoryFolder(dir);
    expect(folder.recall('a')).toBeNull();
    mkdirSync(join(dir, 'a'));
    for (const text of ['', '{"spec":', '[]', 'null', '{"spec":{}}']) {
      writeFileSync(join(dir, 'a', 'memory.json'), text);
      expect(folder.recall('a')).toBeNull();
    }
    expect(openMemoryFolder(join(dir, 'nowhere')).names()).toEqual([]);
  });

  it('stays as it was when the new state cannot be written, which is told until it can', () => {
    const folder = openMemoryFolder(dir);
    folder.remember('a', memory);
    const before = readFileSync(join(dir, 'a', 'memory.json'), 'utf8');
    mkdirSync(join(dir, 'a', 'memory.json.new'));
    expect(folder.remember('a', { ...memory, shutDown: true })).toBe(false);
    expect(folder.problem()).toContain('the state of a could not be written');
    expect(readFileSync(join(dir, 'a', 'memory.json'), 'utf8')).toBe(before);
    rmSync(join(dir, 'a', 'memory.json.new'), { recursive: true });
    expect(folder.remember('a', memory)).toBe(true);
    expect(folder.problem()).toBeNull();
  });

  it('is gone when it is forgotten', () => {
    const folder = openMemoryFolder(dir);
    folder.remember('a', memory);
    folder.forget('a');
    folder.forget('a');
    expect(folder.names()).toEqual([]);
  });
});
