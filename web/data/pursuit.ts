/** An action from the click to its outcome, also when the connection is lost on the way. Pure. */
import type { Text } from '../i18n/index.ts';
import type { Notice } from './notices.ts';
import { type Action, type Outcome, outcomeOf } from './outcome.ts';
import { outcomeText } from './outcome-text.ts';
import type { FleetEvent, Worker } from './types.ts';

export type Request =
  | { state: 'sending' }
  | { state: 'accepted'; eventId: number }
  /** Nobody answered: the server may have heard it or not. */
  | { state: 'unanswered' }
  /** The server, asked again, knows nothing of it. */
  | { state: 'never-arrived' }
  | { state: 'refused'; detail: string };

export interface Pursuit {
  worker: string;
  action: Action;
  request: Request;
  /** When a check first said that the new process is healthy, ms since the epoch. */
  healthyAt: number | null;
}

type Words = Pick<Text, 't' | 'format' | 'say'>;

interface Seen {
  newestFirst: readonly FleetEvent[];
  worker: Worker | null;
  /** False while the page hears nothing, so that what it shows may be over. */
  live: boolean;
}

export interface Progress {
  tone: Notice['tone'];
  /** With the worker's name, for a place where others are told of as well. */
  text: string;
  /** Without it. */
  words: string;
  /** Nothing more will come. */
  settled: boolean;
  /** Kept for the next look. */
  healthyAt: number | null;
}

const tones: Record<Outcome['phase'], Notice['tone']> = {
  asked: 'busy',
  'under-way': 'busy',
  done: 'well',
  failed: 'bad',
};

/** How far it has come, judged by what was seen since. */
export function progressOf(text: Words, pursuit: Pursuit, seen: Seen): Progress {
  const { t } = text;
  const { worker: name, action, request, healthyAt } = pursuit;
  const say = (tone: Notice['tone'], words: string, settled = false): Progress => ({
    tone,
    text: t('pursuit.of', { name, words }),
    words,
    settled,
    healthyAt,
  });
  if (request.state === 'sending') return say('busy', t('actions.sending'));
  if (request.state === 'refused') return say('bad', `${t('actions.refused')} ${request.detail}`, true);
  if (request.state === 'unanswered') return say('warn', t(`pursuit.unanswered.${action}`));
  if (request.state === 'never-arrived') return say('bad', t(`pursuit.neverArrived.${action}`), true);

  if (seen.worker === null) return say('warn', t('pursuit.gone'), true);
  const own = seen.newestFirst.filter((event) => event.worker === name);
  const outcome = outcomeOf(action, request.eventId, own, seen.worker);
  const isOver = outcome.phase === 'failed' || (outcome.phase === 'done' && outcome.health !== 'awaited');
  if (!seen.live && !isOver) return say('warn', t('pursuit.lostSight'));
  const firstHealthy =
    healthyAt ?? (outcome.health === 'healthy' ? Math.max(0, ...checkTimes(seen.worker)) : null);
  const tone = outcome.health === 'awaited' ? 'busy' : tones[outcome.phase];
  return { ...say(tone, outcomeText(text, action, outcome, firstHealthy), isOver), healthyAt: firstHealthy };
}

function checkTimes(worker: Worker): number[] {
  return worker.checks.map((check) => (check.at === null ? 0 : Date.parse(check.at)));
}
