import { lookOf, type Tone } from '../data/standing.ts';
import type { Part, Worker, WorkerState as State } from '../data/types.ts';
import { useText } from '../i18n/index.ts';
import { StateIcon } from './icon.tsx';

export const toneText: Record<Tone, string> = {
  well: 'text-well',
  busy: 'text-busy',
  warn: 'text-warn',
  bad: 'text-bad',
  rest: 'text-rest',
};

export const toneGround: Record<Tone, string> = {
  well: 'bg-well-soft',
  busy: 'bg-busy-soft',
  warn: 'bg-warn-soft',
  bad: 'bg-bad-soft',
  rest: 'bg-rest-soft',
};

/** Icon and word, never colour alone. */
export function WorkerState({ worker, large = false }: { worker: Worker; large?: boolean }) {
  const { t } = useText();
  const { tone, state, crashLoop } = lookOf(worker);
  return (
    <span
      data-shown-state
      className={`inline-flex items-center whitespace-nowrap font-medium ${toneText[tone]} ${
        large ? `gap-2 rounded-sm px-2.5 py-1 text-base ${toneGround[tone]}` : 'gap-1.5 text-sm'
      }`}
    >
      <StateIcon state={state} size={large ? 18 : 14} />
      {t(crashLoop ? 'state.crashLoop' : `state.${state}`)}
    </span>
  );
}

/** Parts of Yagura look as workers in such states do. */
export const partLooks: Record<Part['state'], { tone: string; like: State }> = {
  well: { tone: 'text-well', like: 'running' },
  troubled: { tone: 'text-warn', like: 'degraded' },
  down: { tone: 'text-bad', like: 'failed' },
};
