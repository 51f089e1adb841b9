import type { Command } from '../call.ts';
import { Unreachable } from '../client/index.ts';
import { livingHolder } from '../holder.ts';
import { CommandFailure } from '../io.ts';
import { duration } from '../text/index.ts';

const endWithinMs = 120_000;

export const down: Command<{ keepWorkers?: boolean }> = async (call) => {
  const { io, home, options } = call;
  const holders = () =>
    [home.agentHolder, home.hubHolder].map(livingHolder).filter((holder) => holder !== null);
  if (holders().length === 0) {
    io.line(`Yagura is not running with the home ${home.root}.`);
    return 0;
  }
  try {
    await call.hub.post('/shutdown', { keepWorkers: options.keepWorkers ?? false });
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const agent = livingHolder(home.agentHolder);
    if (!agent || options.keepWorkers) throw error;
    // Without its hub the agent still hears this.
    process.kill(agent.pid, 'SIGTERM');
  }
  const startedAt = performance.now();
  const done = io.progress(() => `Stopping, ${duration(performance.now() - startedAt)} …`);
  try {
    while (holders().length > 0) {
      if (performance.now() - startedAt > endWithinMs || io.interrupted.aborted)
        throw new CommandFailure(
          `Still stopping after ${duration(performance.now() - startedAt)}. See: yagura status`,
          1,
        );
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    done();
  }
  io.line(
    options.keepWorkers
      ? 'Yagura has ended; the workers go on and the next "yagura up" takes them over.'
      : 'The workers have stopped and Yagura has ended.',
  );
  return 0;
};
