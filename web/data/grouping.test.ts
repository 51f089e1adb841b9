import { describe, expect, it } from 'vitest';
import {
  bestPlacing,
  commonPrefix,
  type Group,
  placings,
  groupWorkers,
  isGrouping,
  isPlacing,
} from './grouping.ts';
import { testWorker } from './testing/fleet.ts';
import type { Worker } from './types.ts';

const fleet = [
  testWorker('mailer-10', { labels: { team: 'post', tier: 'a', id: '1' } }),
  testWorker('mailer-2', { labels: { team: 'post', tier: 'a', id: '2' } }),
  testWorker('ocr', { labels: { team: 'documents', tier: 'a', id: '3' } }),
  testWorker('thumbnailer', { labels: { team: 'documents', tier: 'a', id: '4' } }),
  testWorker('stray', { host: 'there' }),
];

const mapOf = (workers: Worker[]) => new Map(workers.map((worker) => [worker.name, worker]));
const shape = (groups: readonly Group[]) => groups.map(({ name, members }) => [name, members]);

describe('groups of workers', () => {
  it('stand by name, those without the label last, and so do their members', () => {
    expect(shape(groupWorkers(mapOf(fleet), 'label.team'))).toEqual([
      ['documents', ['ocr', 'thumbnailer']],
      ['post', ['mailer-2', 'mailer-10']],
      [null, ['stray']],
    ]);
  });

  it('can be hosts, or one for all', () => {
    expect(shape(groupWorkers(mapOf(fleet), 'host')).map(([name]) => name)).toEqual(['here', 'there']);
    expect(shape(groupWorkers(mapOf(fleet), 'none'))).toEqual([
      [null, ['mailer-2', 'mailer-10', 'ocr', 'stray', 'thumbnailer']],
    ]);
    expect(groupWorkers(new Map(), 'none')).toEqual([]);
  });

  it('do not take a label for a property that every object has', () => {
    const one = mapOf([testWorker('a')]);
    expect(shape(groupWorkers(one, 'label.constructor'))).toEqual([[null, ['a']]]);
  });

  it('are kept while nobody comes, goes or changes groups', () => {
    const before = groupWorkers(mapOf(fleet), 'label.team');
    const failed = fleet.map((worker) => ({
      ...worker,
      state: 'failed' as const,
      labels: { ...worker.labels },
    }));
    expect(groupWorkers(mapOf(failed), 'label.team', before)).toBe(before);
    expect(groupWorkers(mapOf(fleet.slice(1)), 'label.team', before)).not.toBe(before);
    expect(groupWorkers(mapOf([...fleet, testWorker('new')]), 'label.team', before)).not.toBe(before);
    const moved = fleet.map((worker) =>
      worker.name === 'ocr' ? { ...worker, labels: { team: 'post' } } : worker,
    );
    expect(shape(groupWorkers(mapOf(moved), 'label.team', before))[1]).toEqual([
      'post',
      ['mailer-2', 'mailer-10', 'ocr'],
    ]);
    expect(shape(groupWorkers(mapOf(fleet), 'host', before))[0]?.[0]).toBe('here');
  });
});

describe('what to group by', () => {
  it('offers every label, the host, and none', () => {
    expect(placings(fleet)).toEqual(['label.id', 'label.team', 'label.tier', 'host', 'none']);
  });

  it('is the label that parts the fleet best, not one that all share nor one that each has for itself', () => {
    expect(bestPlacing(fleet)).toBe('label.team');
  });

  it('is the host when there are no labels but several hosts', () => {
    const many = ['a', 'b', 'c', 'd'].map((name, at) => testWorker(name, { host: at < 2 ? 'h1' : 'h2' }));
    expect(bestPlacing(many)).toBe('host');
  });

  it('is none when nothing tells them apart', () => {
    expect(bestPlacing(['a', 'b', 'c'].map((name) => testWorker(name)))).toBe('none');
    expect(bestPlacing([])).toBe('none');
  });

  it('is read from the address with care', () => {
    const typed = ['label.team', 'host', 'none', 'declared', 'label.', 'team'];
    expect(typed.filter(isPlacing)).toEqual(['label.team', 'host', 'none']);
    expect(typed.filter(isGrouping)).toEqual(['label.team', 'host', 'none', 'declared']);
  });
});

describe('what names begin with', () => {
  it.each([
    [['mailer-0', 'mailer-1', 'mailer-10'], 'mailer-'],
    [['a-b-one', 'a-b-other'], 'a-b-'],
    [['mail', 'mailer'], ''],
    [['mailer-0'], ''],
    [[], ''],
  ])('of %j is %j', (names, prefix) => expect(commonPrefix(names)).toBe(prefix));
});
