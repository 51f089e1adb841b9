import { shownState, type Tone, toneOf } from '../data/standing.ts';
import type { Part, Worker, WorkerState } from '../data/types.ts';
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
function StateLabel({ state, large = false }: { state: WorkerState; large?: boolean }) {
  const { t } = useText();
  const tone = toneOf(state);
  return (
    <span
      data-shown-state
      className={`inline-flex items-center whitespace-nowrap font-medium ${toneText[tone]} ${
        large ? `gap-2 rounded-sm px-2.5 py-1 text-base ${toneGround[tone]}` : 'gap-1.5 text-sm'
      }`}
    >
      <StateIcon state={state} size={large ? 18 : 14} />
      {t(`state.${state}`)}
    </span>
  );
}

export function WorkerState({ worker, large = false }: { worker: Worker; large?: boolean }) {
  return <StateLabel state={shownState(worker)} large={large} />;
}

/** Parts of Yagura look as workers in such states do. */
export const partLooks: Record<Part['state'], { tone: string; like: WorkerState }> = {
  well: { tone: 'text-well', like: 'running' },
  troubled: { tone: 'text-warn', like: 'degraded' },
  down: { tone: 'text-bad', like: 'failed' },
};
