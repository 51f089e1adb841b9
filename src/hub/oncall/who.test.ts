import { describe, expect, it } from 'vitest';
import type { Layer, Team } from './shapes.ts';
import { allSteps, channelsOf, onCallIn, onCallOf, rotationAt, stepsOf, turnsOf } from './who.ts';

const zone = 'Asia/Tokyo';
const layer: Layer = {
  name: 'primary',
  members: ['ann', 'bob', 'cat'],
  turnDays: 7,
  handover: { day: null, atMinute: 9 * 60 },
  timezone: null,
  start: '2026-01-05',
  hours: null,
};
const team: Team = {
  name: 'post',
  members: ['ann', 'bob', 'cat'].map((name) => ({ name, channels: [`${name}-phone`] })),
  layers: [layer],
  escalation: [],
  repeat: 0,
};
const at = (text: string) => Date.parse(text);
const iso = (ms: number) => new Date(ms).toISOString();

describe('a rotation', () => {
  it('hands over at the same time on the wall', () => {
    expect(rotationAt(layer, at('2026-01-04T23:59:59Z'), zone).member).toBe('cat');
    expect(rotationAt(layer, at('2026-01-05T00:00:00Z'), zone)).toEqual({
      member: 'ann',
      fromMs: at('2026-01-05T00:00:00Z'),
      toMs: at('2026-01-12T00:00:00Z'),
    });
    expect(rotationAt(layer, at('2026-01-12T00:00:00Z'), zone).member).toBe('bob');
    expect(rotationAt(layer, at('2026-01-26T00:00:00Z'), zone).member).toBe('ann');
  });

  it('does so across the change of clocks, so that a turn is an hour shorter or longer', () => {
    const berlin = { ...layer, timezone: 'Europe/Berlin' };
    const spring = rotationAt(berlin, at('2026-03-25T12:00:00Z'), zone);
    expect([iso(spring.fromMs), iso(spring.toMs)]).toEqual([
      '2026-03-23T08:00:00.000Z',
      '2026-03-30T07:00:00.000Z',
    ]);
    const autumn = rotationAt(berlin, at('2026-10-25T12:00:00Z'), zone);
    expect([iso(autumn.fromMs), iso(autumn.toMs)]).toEqual([
      '2026-10-19T07:00:00.000Z',
      '2026-10-26T08:00:00.000Z',
    ]);
  });

  it('begins weeks on the day that was asked for', () => {
    const friday: Layer = { ...layer, handover: { day: 'fri', atMinute: 18 * 60 }, timezone: 'UTC' };
    const turn = rotationAt(friday, at('2026-01-08T12:00:00Z'), zone);
    expect([turn.member, iso(turn.fromMs), iso(turn.toMs)]).toEqual([
      'ann',
      '2026-01-02T18:00:00.000Z',
      '2026-01-09T18:00:00.000Z',
    ]);
  });

  it('can change each day, and goes back before its start', () => {
    const daily: Layer = { ...layer, turnDays: 1, timezone: 'UTC' };
    expect(rotationAt(daily, at('2026-01-05T09:00:00Z'), zone).member).toBe('ann');
    expect(rotationAt(daily, at('2026-01-06T09:00:00Z'), zone).member).toBe('bob');
    expect(rotationAt(daily, at('2026-01-05T08:59:00Z'), zone).member).toBe('cat');
    expect(rotationAt(daily, at('2026-01-02T09:00:00Z'), zone).member).toBe('ann');
  });
});

describe('who is on call', () => {
  const override = {
    id: 7,
    team: 'post',
    layer: null,
    member: 'cat',
    fromMs: at('2026-01-06T00:00:00Z'),
    toMs: at('2026-01-07T00:00:00Z'),
  };

  it('is the member who stands in, while an override lasts', () => {
    expect(onCallIn(team, layer, [override], at('2026-01-05T23:59:59Z'), zone)).toBe('ann');
    expect(onCallIn(team, layer, [override], at('2026-01-06T00:00:00Z'), zone)).toBe('cat');
    expect(onCallIn(team, layer, [override], at('2026-01-07T00:00:00Z'), zone)).toBe('ann');
    expect(onCallIn(team, layer, [{ ...override, team: 'shop' }], override.fromMs, zone)).toBe('ann');
  });

  it('is told in pieces, in order and without gaps', () => {
    const turns = turnsOf(
      team,
      layer,
      [override],
      { fromMs: at('2026-01-05T12:00:00Z'), toMs: at('2026-01-13T00:00:00Z') },
      zone,
    );
    expect(turns.map((turn) => [turn.member, iso(turn.fromMs), turn.override])).toEqual([
      ['ann', '2026-01-05T00:00:00.000Z', null],
      ['cat', '2026-01-06T00:00:00.000Z', 7],
      ['ann', '2026-01-07T00:00:00.000Z', null],
      ['bob', '2026-01-12T00:00:00.000Z', null],
    ]);
    for (const [index, turn] of turns.entries()) {
      if (index > 0) expect(turn.fromMs).toBe(turns[index - 1]?.toMs);
    }
  });

  it('is the first layer that is on duty', () => {
    const night: Layer = {
      ...layer,
      name: 'night',
      members: ['bob'],
      hours: {
        days: ['mon', 'tue', 'wed', 'thu', 'fri'],
        fromMinute: 22 * 60,
        toMinute: 7 * 60,
        timezone: null,
      },
    };
    const both = { ...team, layers: [night, layer] };
    const when = (local: string) => onCallOf(both, [], at(`${local}+09:00`), zone);
    expect(when('2026-01-05T21:59:00')).toEqual(['ann']);
    expect(when('2026-01-05T22:00:00')).toEqual(['bob']);
    expect(when('2026-01-06T06:59:00')).toEqual(['bob']);
    expect(when('2026-01-06T07:00:00')).toEqual(['ann']);
    // The night of Friday ends on Saturday morning, and Saturday has none.
    expect(when('2026-01-10T06:59:00')).toEqual(['bob']);
    expect(when('2026-01-10T23:00:00')).toEqual(['ann']);
    const turns = turnsOf(
      both,
      night,
      [],
      { fromMs: at('2026-01-09T00:00:00+09:00'), toMs: at('2026-01-13T00:00:00+09:00') },
      zone,
    );
    expect(turns.map((turn) => [iso(turn.fromMs), iso(turn.toMs)])).toEqual([
      ['2026-01-08T15:00:00.000Z', '2026-01-08T22:00:00.000Z'],
      ['2026-01-09T13:00:00.000Z', '2026-01-09T22:00:00.000Z'],
      ['2026-01-12T13:00:00.000Z', '2026-01-12T22:00:00.000Z'],
    ]);
  });

  it('is everybody in a team without layers', () => {
    expect(onCallOf({ ...team, layers: [] }, [], 0, zone)).toEqual(['ann', 'bob', 'cat']);
  });
});

describe('an escalation', () => {
  it('goes from layer to layer to everybody when nothing else is said', () => {
    expect(stepsOf({ ...team, layers: [layer, { ...layer, name: 'secondary' }] })).toEqual([
      { afterMs: 0, to: ['on-call'] },
      { afterMs: 600_000, to: ['secondary'] },
      { afterMs: 1_200_000, to: ['everyone'] },
    ]);
  });

  it('comes again as often as was asked for, later each time', () => {
    const steps = allSteps({ ...team, escalation: [{ afterMs: 0, to: ['ann'] }], repeat: 2 });
    expect(steps.map(({ afterMs }) => afterMs)).toEqual([0, 1_200_000, 2_400_000]);
  });

  it('reaches each channel once, and none that is not there', () => {
    const context = { usualZone: zone, channels: ['ann-phone', 'bob-phone', 'chat'] };
    const ms = at('2026-01-05T00:00:00Z');
    expect(channelsOf(team, ['on-call', 'primary', 'ann', 'chat', 'chat'], [], ms, context)).toEqual([
      'ann-phone',
      'chat',
    ]);
    expect(channelsOf(team, ['everyone', 'nobody'], [], ms, context)).toEqual(['ann-phone', 'bob-phone']);
  });
});
