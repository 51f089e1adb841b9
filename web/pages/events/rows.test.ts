import { describe, expect, it } from 'vitest';
import type { FleetEvent } from '../../data/types.ts';
import { createFormat } from '../../format/index.ts';
import { byDay } from './rows.ts';

describe('the lines of the events', () => {
  it('begin a day at its midnight, also where that is no full hour in UTC', () => {
    const event = (id: number, time: string): FleetEvent => ({
      id,
      time,
      type: 'worker.started',
      host: 'here',
      worker: 'mail',
      data: {},
    });
    const now = Date.parse('2026-03-02T12:00:00Z');
    const rowsIn = (zone: string, ...times: string[]) =>
      byDay(
        times.map((time, at) => event(times.length - at, time)),
        (iso) => createFormat('en', zone).day(iso, now),
      ).map((row) => (row.is === 'day' ? row.day : row.is));
    expect(rowsIn('Asia/Kolkata', '2026-03-01T18:40:00Z', '2026-03-01T18:20:00Z')).toEqual([
      'Mon, Mar 2',
      'event',
      'Sun, Mar 1',
      'event',
    ]);
    expect(rowsIn('Asia/Kathmandu', '2026-03-01T18:16:00Z', '2026-03-01T18:14:00Z')).toEqual([
      'Mon, Mar 2',
      'event',
      'Sun, Mar 1',
      'event',
    ]);
    expect(rowsIn('Asia/Tokyo', '2026-03-01T15:40:00Z', '2026-03-01T15:20:00Z')).toEqual([
      'Mon, Mar 2',
      'event',
      'event',
    ]);
  });
});
