import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openOwnLog } from './own-log.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'yagura-own-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe("Yagura's own log", () => {
  it('appends a line with time and level, and shows what matters elsewhere too', () => {
    const shown: string[] = [];
    const file = join(dir, 'own', 'hub.log');
    const log = openOwnLog(file, { alsoTo: (line) => shown.push(line) });
    log.info('fine');
    log.warn('hm');
    log.error('bad');
    log.close();
    expect(readFileSync(file, 'utf8')).toMatch(/^\S+Z info fine\n\S+Z warn hm\n\S+Z error bad\n$/);
    expect(shown).toEqual(['hm', 'bad']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('lets no text look like an entry of its own, or steer a terminal', () => {
    const shown: string[] = [];
    const file = join(dir, 'hub.log');
    const log = openOwnLog(file, { alsoTo: (line) => shown.push(line) });
    log.info('one\n2026-01-01T00:00:00.000Z error faked\rfaked');
    log.error('two\x1b[2J\u202e');
    log.close();
    expect(readFileSync(file, 'utf8')).toMatch(
      /^\S+Z info one\n {4}2026-01-01T00:00:00.000Z error fakedfaked\n\S+Z error two\[2J\n$/,
    );
    expect(shown).toEqual(['two[2J']);
  });

  it('keeps one older file and never grows without end', () => {
    const file = join(dir, 'hub.log');
    const log = openOwnLog(file, { maxBytes: 1_000 });
    for (let i = 0; i < 200; i++) log.info(`entry ${i}`);
    log.close();
    expect(statSync(file).size).toBeLessThan(1_200);
    expect(statSync(`${file}.1`).size).toBeLessThan(1_200);
    expect(readFileSync(file, 'utf8')).toContain('entry 199');
  });

  it('goes on when it cannot be written', () => {
    writeFileSync(join(dir, 'file'), '');
    const shown: string[] = [];
    const log = openOwnLog(join(dir, 'file', 'hub.log'), { alsoTo: (line) => shown.push(line) });
    log.info('lost');
    log.error('seen');
    log.close();
    expect(shown).toEqual(['seen']);
  });
});
