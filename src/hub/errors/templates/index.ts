/** Tells which messages are of one kind: finds the template behind them (`timeout after <NUM> ms`), and lets people teach it. */
export type { Kind } from './look.ts';
export {
  createMiner,
  type Description,
  type Miner,
  type MinerLimits,
  type Reading,
  tooManyKinds,
  type Why,
} from './miner.ts';
export type { NewPin } from './pins.ts';
export { type MinerState, minerState } from './state.ts';
export type { Parameter } from './template.ts';
export { wordingOf } from './wording.ts';
