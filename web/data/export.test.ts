import { describe, expect, it } from 'vitest';
import { eventsToCsv } from './export.ts';

describe('events as CSV', () => {
  it('quote what needs it and defuse formulas', () => {
    const time = '2026-01-01T00:00:00.000Z';
    const csv = eventsToCsv([
      { id: 2, time, type: 'worker.exited', worker: '=cmd()', host: 'box', data: { detail: 'a "b", c' } },
      { id: 1, time, type: 'agent.started', worker: null, host: null, data: {} },
    ]);
    expect(csv.split('\r\n')).toEqual([
      'id,time,type,worker,host,data',
      `2,${time},worker.exited,'=cmd(),box,"{""detail"":""a \\""b\\"", c""}"`,
      `1,${time},agent.started,,,{}`,
      '',
    ]);
  });
});
