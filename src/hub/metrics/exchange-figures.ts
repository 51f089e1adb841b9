import type { Family } from './exposition/index.ts';
import type { IntakeCount } from './intake/index.ts';
import type { RemoteWriterState } from './remote-store/index.ts';
import type { StatsdCounts } from './statsd/index.ts';

/** How much came in and went out, and what did not, since the hub started. */
export function exchangeFigures(seen: {
  intake: readonly IntakeCount[];
  statsd: StatsdCounts | null;
  remote: RemoteWriterState | null;
}): Family[] {
  const { intake, statsd, remote } = seen;
  const family = (name: string, type: Family['type'], help: string, points: Family['points']): Family => ({
    name,
    type,
    help,
    points,
  });
  const one = (value: number | undefined): Family['points'] => (value === undefined ? [] : [[{}, value]]);
  return [
    family(
      'yagura_intake_samples_total',
      'counter',
      'Samples taken from others, by where they came from.',
      intake.map(({ source, samples }) => [{ source }, samples]),
    ),
    family(
      'yagura_intake_refused_samples_total',
      'counter',
      'Samples that were not taken: wrong labels, too many series, a time too far off.',
      intake.flatMap(({ source, refused }) =>
        Object.entries(refused).map(([reason, samples]) => [{ source, reason }, samples] as const),
      ),
    ),
    family(
      'yagura_statsd_lines_total',
      'counter',
      'Lines of StatsD that came.',
      statsd ? [[{}, statsd.lines]] : [],
    ),
    family(
      'yagura_statsd_refused_lines_total',
      'counter',
      'Lines of StatsD that were none, or of one series too many.',
      statsd
        ? [
            [{ reason: 'broken' }, statsd.broken],
            [{ reason: 'too-many-series' }, statsd.beyond],
          ]
        : [],
    ),
    family(
      'yagura_remote_store_waiting_samples',
      'gauge',
      'Samples that wait to be sent to the store for history.',
      one(remote?.queue.samples),
    ),
    family(
      'yagura_remote_store_waiting_bytes',
      'gauge',
      'Bytes of the samples that wait.',
      one(remote?.queue.bytes),
    ),
    family(
      'yagura_remote_store_sent_samples_total',
      'counter',
      'Samples that the store for history took.',
      one(remote?.sentSamples),
    ),
    family(
      'yagura_remote_store_dropped_samples_total',
      'counter',
      'Samples that the store for history refused, or that waited for too long.',
      one(remote?.droppedSamples),
    ),
  ];
}
