import { expect, it } from 'vitest';
import { openToldOf, type Told, wantedNotices } from './wanted-notices.ts';

const told = (generation: number, kind: Told['kind'], channel = 'hook'): Told => ({
  key: `incident-1/${generation}/${kind}/${channel}`,
  channel,
  kind,
  reason: kind === 'resolved' ? 'resolved' : 'opened',
  generation,
  atMs: 0,
});

it('knows who waits to hear of an end, of an earlier time too', () => {
  const all = [told(0, 'opened'), told(0, 'opened', 'chat'), told(0, 'resolved', 'chat'), told(1, 'opened')];
  expect(openToldOf([...all, told(1, 'resolved')])).toEqual([told(0, 'opened')]);
});

it('tells the end of an earlier time once it is no longer quiet, though nobody was told of the later one', () => {
  const situation = {
    id: 1,
    generation: 1,
    isOver: true,
    mergedInto: null,
    severity: 'warning' as const,
    certainMs: null,
    isAcknowledged: false,
    snoozedUntilMs: null,
    isNoticeable: false,
    cause: null,
    workers: 1,
    toldAs: null,
    escalations: {},
  };
  const plan = { channels: ['hook'], teams: [], remindMs: null };
  const before = [told(0, 'opened')];
  const quiet = wantedNotices(situation, before, { ...plan, quietUntilMs: 500 }, 100);
  expect(quiet).toMatchObject({ notices: [], lookAtMs: 500 });
  const [end, ...more] = wantedNotices(situation, before, { ...plan, quietUntilMs: null }, 500).notices;
  expect(end).toMatchObject({ key: 'incident-1/0/resolved/hook', kind: 'resolved', generation: 0 });
  expect(more).toEqual([]);
});
