/**
 * A sign of life to another monitor, such as Healthchecks, which notices when none comes: it is only sent while everything from a figure to
 * a message moves, so that a tower which runs but tells nobody is noticed as well as a dead one.
 */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Clock, Timer } from '../../shared/clock.ts';
import { messageOf } from '../../shared/failure.ts';

export interface HeartbeatSettings {
  url: string;
  everyMs: number;
}

export interface Heartbeat {
  /** The next one is sent at once; null: to nobody. */
  configure(settings: HeartbeatSettings | null): void;
  /** Since the hub started; `withheld`: something did not move. */
  counts(): { sent: number; failed: number; withheld: number };
  close(): void;
}

/** The monitor has a grace time of its own; one that fails now and then is no trouble. */
const failuresThatCount = 3;
const longestWaitMs = 10_000;
/** What did not move may do so soon. */
const lookAgainMs = 1_000;

export function createHeartbeat(options: {
  clock: Clock;
  /** What does not move; null: everything does. */
  stuck: () => string | null;
  part: (name: string, state: 'well' | 'troubled', detail?: string) => void;
}): Heartbeat {
  const { clock, stuck, part } = options;
  const counts = { sent: 0, failed: 0, withheld: 0 };
  let settings: HeartbeatSettings | null = null;
  let failuresInARow = 0;
  let isWithheld = false;
  let timer: Timer | undefined;

  function beat(): void {
    if (!settings) return;
    const mine = settings;
    if (stuck() !== null) {
      if (!isWithheld) counts.withheld += 1;
      isWithheld = true;
      timer = clock.setTimeout(beat, lookAgainMs);
      return;
    }
    isWithheld = false;
    timer = clock.setTimeout(beat, mine.everyMs);
    void tell(mine);
  }

  async function tell(mine: HeartbeatSettings): Promise<void> {
    const failure = await send(mine.url, Math.min(longestWaitMs, mine.everyMs / 2));
    counts[failure === null ? 'sent' : 'failed'] += 1;
    if (settings !== mine) return;
    failuresInARow = failure === null ? 0 : failuresInARow + 1;
    if (failure === null) part('heartbeat', 'well');
    // Its address is a secret: whoever knows it can say that all is well.
    else if (failuresInARow >= failuresThatCount)
      part('heartbeat', 'troubled', `${new URL(mine.url).host}: ${failure}`);
  }

  return {
    configure(next) {
      if (JSON.stringify(next) === JSON.stringify(settings)) return;
      clock.clearTimeout(timer);
      failuresInARow = 0;
      if (settings) part('heartbeat', 'well');
      settings = next;
      beat();
    },
    counts: () => ({ ...counts }),
    close() {
      clock.clearTimeout(timer);
      settings = null;
    },
  };
}

/**
 * Answers why it was not taken. Anything but a 2xx is a failure, redirects among them: a login page that answers 200 at their end would be
 * taken for the monitor.
 */
function send(url: string, timeoutMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const ask = url.startsWith('https:') ? httpsRequest : httpRequest;
    const signal = AbortSignal.timeout(timeoutMs);
    const request = ask(url, { signal, agent: false, headers: { 'user-agent': 'Yagura' } }, (response) => {
      response.destroy();
      const { statusCode = 0 } = response;
      resolve(statusCode >= 200 && statusCode < 300 ? null : `it answered ${statusCode}`);
    });
    request.on('error', (error) =>
      resolve(signal.aborted ? `no answer within ${timeoutMs} ms` : messageOf(error)),
    );
    request.end();
  });
}
