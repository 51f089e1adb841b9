/** What a person can do about a trouble of Yagura itself, for the page and for `yagura doctor`. Null: nothing that is known. */
import type { Part } from './views.ts';

/** By the first word of a problem's code, which is also the name of its part. */
const cures: Record<string, string> = {
  disk: 'Make room on this disk. Nothing has to be started again.',
  spool: 'Make room on this disk, or make the home writable. Events wait in memory until then.',
  state:
    'Make room on this disk, or make the home writable. Until then a restart of Yagura may forget what was decided last.',
  log: 'Keep the home on ext4, xfs, btrfs or tmpfs, where the oldest part of a log can be given back.',
  unkillable:
    'The kernel holds these processes, mostly for a disk or network share that does not answer: mend that, or restart the machine.',
};

const curesByCode: Record<string, string> = {
  log_pattern_slow: 'Write a simpler pattern in yagura.yaml, then: yagura apply',
  log_upkeep: 'Make the folder of the logs writable for the user that Yagura runs as.',
};

export function mendProblem(code: string): string | null {
  return curesByCode[code] ?? cures[wordOf(code)] ?? null;
}

/** The part that a problem is told under. */
export function wordOf(code: string): string {
  return code.split(/[.:_-]/)[0] ?? code;
}

/** What a part's detail begins with when a backup took the place of the database. */
export const brokenDatabase = 'the database was broken';

/** What a part's detail begins with when the file of the figures was begun anew. */
const brokenFigures = 'the file of the figures was broken';

export function mendPart({ name, state, detail }: Part): string | null {
  if (state === 'well') return null;
  switch (name) {
    case 'agent':
      return 'The hub brings it back by itself, and the workers go on meanwhile. If it stays away: yagura down --keep-workers, then yagura up';
    case 'statsd':
      return 'Give metrics.statsd in yagura.yaml another port, or end the other program; then: yagura down --keep-workers, and yagura up';
    case 'remote-store':
      return 'See whether the store of metrics.store in yagura.yaml answers, and takes what it is sent. Samples wait on disk until then; the oldest go when that is full.';
    case 'config':
      return 'Correct yagura.yaml, then: yagura apply';
    case 'database':
      return detail.startsWith(brokenDatabase)
        ? 'See whether something is missing that was changed since that backup. Nothing else has to be done.'
        : 'Make room on the disk of the home, or make it writable. Yagura goes on by itself as soon as it can write; the workers never waited for it.';
    case 'metrics':
      return detail.startsWith(brokenFigures)
        ? 'Nothing has to be done: new figures are kept in a new file, the broken one lies beside it.'
        : 'Make room on the disk of the home, or make it writable. Figures wait in memory until then, a bounded number of them.';
    case 'errors':
      return 'Make room on the disk of the home, or make it writable. Errors that were printed wait in the file of the logs until then, a bounded number of them.';
    case 'logs':
      return 'Make room on the disk of the home, or make it writable. Workers go on printing into their own logs, and what was not read yet is read then.';
    case 'scrub':
      return 'Write simpler patterns for logs.scrub in yagura.yaml, then: yagura apply';
    case 'hub':
      return 'It goes on by itself. If it comes again: the machine has too much to do, or was asleep.';
    case 'clock':
      return 'Let NTP keep the clocks. Nothing has to be started again.';
    case 'queues':
      return 'See whether the disk is slow or full, or one worker prints or fails without end.';
    case 'alerts-full':
      return 'Mend what fires in masses, or make rules narrower that find thousands of things.';
    case 'evaluation':
    case 'alerts':
    case 'incidents':
    case 'delivery':
      return 'See own-logs/hub.log in the home. If it stays so: yagura down --keep-workers, then yagura up';
    case 'heartbeat':
      return 'See whether the monitor of watchdog.heartbeat in yagura.yaml answers, and with 2xx.';
    default:
      return cures[name] ?? null;
  }
}
