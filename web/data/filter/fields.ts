/** What can be asked of a worker in the filter's language; every other key is a label's. */
import { worstFirst } from '../standing.ts';

export type Amount = 'ratio' | 'bytes' | 'duration' | 'count';

/** Figures are compared with an amount. */
export const figureFields = {
  cpu: 'ratio',
  mem: 'bytes',
  restarts: 'count',
  crashes: 'count',
  uptime: 'duration',
  /** How long it has been in its state. */
  since: 'duration',
  /** How long ago it last ended. */
  exited: 'duration',
  /** How long until it is started next. */
  next: 'duration',
  pid: 'count',
} as const satisfies Record<string, Amount>;
export type FigureField = keyof typeof figureFields;

/** Words of a fixed list. */
export const choiceFields = {
  state: worstFirst,
  is: ['trouble', 'well', 'busy', 'resting', 'crashing'],
  health: ['healthy', 'degraded', 'unhealthy', 'unknown', 'none'],
  kind: ['process', 'external'],
} as const;
export type ChoiceField = keyof typeof choiceFields;

/** Words that are searched in. */
export const textFields = ['name', 'host', 'reason', 'exit'] as const;
export type TextField = (typeof textFields)[number];

const aliases: Record<string, string> = { memory: 'mem', hosts: 'host', worker: 'name' };

export const isFigure = (key: string): key is FigureField => Object.hasOwn(figureFields, key);
export const isChoice = (key: string): key is ChoiceField => Object.hasOwn(choiceFields, key);
export const isText = (key: string): key is TextField => textFields.some((field) => field === key);

/** The field's own name, or null: then it is a label's. */
export function fieldOf(key: string): FigureField | ChoiceField | TextField | null {
  const lower = key.toLowerCase();
  const name = Object.hasOwn(aliases, lower) ? (aliases[lower] ?? lower) : lower;
  return isFigure(name) || isChoice(name) || isText(name) ? name : null;
}
