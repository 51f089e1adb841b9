import { describe, expect, it } from 'vitest';
import { notTaken, reportOf, worriesOf } from './doctor.ts';
import type { Doctor } from './types.ts';

const time = '2026-01-02T12:00:00.000Z';
function doctor(changes: Partial<Doctor> = {}): Doctor {
  return {
    time,
    parts: [
      { name: 'hub', state: 'well', detail: '', since: null, mend: null },
      { name: 'disk', state: 'troubled', detail: '3 MiB are free', since: time, mend: 'Make room.' },
    ],
    hub: {
      pid: 7,
      version: '0.1.0',
      nodeVersion: '24.0.0',
      startedAt: time,
      rssBytes: 50_000_000,
      eventLoopDelayMs: { p50: 1, p99: 9 },
      liveClients: 2,
      requestsPerSecond: 0.5,
    },
    agents: [
      {
        id: 'box',
        host: 'box',
        pid: 8,
        version: '0.1.0',
        nodeVersion: '24.0.0',
        startedAt: time,
        connected: true,
        seenAt: time,
        abilities: [
          { name: 'adoption', able: true, reason: null },
          { name: 'pressure', able: false, reason: 'this kernel does not report pressure (PSI)' },
        ],
        problems: [{ code: 'disk_low', detail: '3 MiB are free', mend: null }],
        clockSkewMs: 12,
      },
    ],
    database: {
      state: 'well',
      detail: '',
      bytes: 1_000,
      walBytes: 100,
      events: 42,
      newestBackupAt: '2026-01-02T00:00:00.000Z',
    },
    figures: {
      state: 'well',
      detail: '',
      series: 120,
      samplesPerSecond: 119.4,
      bytes: 2_000,
      walBytes: 300,
      waitingBytes: 40,
      oldestAt: time,
      refused: { late: 0, ahead: 0, expired: 0, series: 0, labels: 0 },
      refusedFrom: [],
      dropped: 0,
      damaged: 0,
    },
    retention: [],
    ...changes,
  };
}

describe('the figures of Yagura itself', () => {
  it('are no worry while they are usual, or not known', () => {
    const { hub, agents, database } = doctor();
    expect(worriesOf(doctor())).toEqual([]);
    expect(
      worriesOf(
        doctor({
          hub: { ...hub, eventLoopDelayMs: null },
          agents: agents.map((agent) => ({ ...agent, clockSkewMs: null })),
          database: { ...database, newestBackupAt: null },
        }),
      ),
    ).toEqual([]);
  });

  it('are a worry when the hub is slow, clocks differ or the backup is old', () => {
    const { hub, agents, database } = doctor();
    expect(
      worriesOf(
        doctor({
          hub: { ...hub, eventLoopDelayMs: { p50: 1, p99: 101 } },
          agents: agents.map((agent) => ({ ...agent, clockSkewMs: -2_001 })),
          database: { ...database, newestBackupAt: '2026-01-01T09:59:59.000Z' },
        }),
      ),
    ).toEqual(['slow-hub', 'clock-skew', 'old-backup']);
  });

  it('say what was not taken or kept, if anything, and that room for series is a matter for somebody', () => {
    const { figures } = doctor();
    expect(notTaken(figures)).toEqual([]);
    const refused = { ...figures.refused, late: 3, series: 7 };
    const troubled = doctor({ figures: { ...figures, refused, damaged: 1 } });
    expect(notTaken(troubled.figures)).toEqual([
      { what: 'series', count: 7 },
      { what: 'damaged', count: 1 },
      { what: 'late', count: 3 },
    ]);
    expect(worriesOf(troubled)).toEqual(['figures-refused', 'figures-lost']);
    expect(worriesOf(doctor({ figures: { ...figures, refused: { ...refused, series: 0 } } }))).toEqual([]);
    const refusedFrom = [{ source: 'scrape:mailer', samples: 9 }];
    expect(reportOf(doctor({ figures: { ...figures, refused, refusedFrom } }), 'Chromium')).toContain(
      '- not taken: series: 7\n- not taken: late: 3\n- refused from scrape:mailer: 9\n',
    );
  });

  it('make a report that somebody else can read', () => {
    const report = reportOf(doctor(), 'Chromium');
    expect(report).toContain('- version: 0.1.0\n- browser: Chromium\n');
    expect(report).toContain(`- disk: troubled; since ${time}; 3 MiB are free`);
    expect(report).toContain('## Agent of box\n- connected: true');
    expect(report).toContain('- cannot pressure: this kernel does not report pressure (PSI)');
    expect(report).not.toContain('adoption');
    expect(report).toContain('- newest backup: 2026-01-02T00:00:00.000Z');
  });
});
