import type { Clock } from '../shared/clock.ts';
import { type Alerts, openAlerts, openSilences } from './alerts/index.ts';
import type { RunningFleet } from './fleet/index.ts';
import type { Family } from './metrics/index.ts';
import type { Store } from './store/index.ts';

/** From what is wrong to who is told: the rooms of alerts, wired together. */
export interface Alerting {
  alerts: Alerts;
  families(): Family[];
  /** From the last to the first, so that each still finds what it works with. */
  close(): Promise<void>;
}

export async function openAlerting(options: {
  store: Store;
  fleet: RunningFleet;
  clock: Clock;
  log: (text: string) => void;
}): Promise<Alerting> {
  const { store, fleet, clock, log } = options;
  const silences = await openSilences({ store, fleet, clock, log });
  const alerts = await openAlerts({
    store,
    fleet,
    evaluation: { conditions: () => [], onChange: () => () => {} },
    silences,
    clock,
    log,
    part: (name, state, detail) => fleet.part(name, state, detail),
  });
  return {
    alerts,
    families: () => [alerts].flatMap((room) => room.families()),
    async close() {
      await alerts.close();
      await silences.close();
    },
  };
}
