/**
 * A night in which workers flap, dependencies take others along, a machine is lost, memory leaks and plain outages happen: how many messages come
 * of it, what is missed, how late. The same labelled trace through Yagura, and through Debian's Prometheus and Alertmanager.
 *
 * Time is scaled for the peers: every duration of the trace and of their configuration (scrape, evaluation, `for`, group wait and interval, repeat,
 * resend) is divided by one factor, which leaves all of them as they are to each other; what the programs take themselves, milliseconds, counts
 * for more than it should by that factor, which is against them by a second at most. Yagura's hub runs by a clock that is moved second by second.
 */
import { formatPercent, median } from '../measure/figures.ts';
import { numberOption } from '../measure/options.ts';
import { report } from '../measure/report.ts';
import { type Grouping, groupings, runAlertmanager } from './alertmanager-arm.ts';
import { makeTrace, type Score, score, type TrueIncident } from './trace.ts';
import { runYagura } from './yagura-arm.ts';

const factor = numberOption('factor', 40);
const trace = makeTrace(numberOption('seed', 20_261_126));
const promisedShare = 0.1;

const ours = score(trace, await runYagura(trace));
const told = await runAlertmanager(trace, factor);
const theirs = Object.fromEntries(
  Object.keys(groupings).map((name) => [name, score(trace, told[name as Grouping])]),
);
const peers = (show: (score: Score) => string) =>
  Object.fromEntries(
    Object.entries(theirs).map(([name, one]) => [`Alertmanager, group_by ${name}`, show(one)]),
  );
const kinds: TrueIncident['kind'][] = ['outage', 'cascade', 'host', 'flap', 'leak'];
const delay = (kind: TrueIncident['kind']) => (one: Score) => {
  const found = one.delays.filter((each) => each.kind === kind).map(({ seconds }) => seconds);
  return found.length === 0 ? '–' : `${median(found).toFixed(0)} s`;
};
const row = (what: string, show: (score: Score) => string) => ({
  what,
  ours: show(ours),
  peers: peers(show),
});
const fewest = Math.min(...Object.values(theirs).map(({ notices }) => notices));
const usual = theirs['alertname, host'] as Score;
report(
  `${trace.truth.length} incidents in eight hours`,
  [
    {
      ...row('messages', ({ notices }) => String(notices)),
      target: `≥ 90 % fewer than with group_by alertname, host`,
      met: ours.notices <= usual.notices * promisedShare,
    },
    {
      ...row('incidents missed', ({ missed }) =>
        missed.length === 0 ? '0' : `${missed.length} (${missed.map(({ kind }) => kind).join(', ')})`,
      ),
      target: '0',
      met: ours.missed.length === 0,
    },
    row('of them about workers that flap', ({ aboutFlaps }) => String(aboutFlaps)),
    row('messages about nothing', (one) => String(one.false)),
    ...kinds.map((kind) => row(`${kind}: begins → first message`, delay(kind))),
  ],
  [
    `${formatPercent(1 - ours.notices / usual.notices)} fewer messages than with the grouping of the documentation, ` +
      `${formatPercent(1 - ours.notices / fewest)} fewer than with the coarsest; time scaled by ${factor} for the peers.`,
  ],
);
