/** Reads yagura.yaml: everything is checked at once, each mistake with its place, and says what a change of it would do. */
export {
  type ChannelConfig,
  type Channels,
  type ChannelType,
  channelTypes,
  webhookPlaceholder,
} from './channels.ts';
export type { DeclaredRule } from './alert-rules/index.ts';
export { compareSpecs } from './compare.ts';
export { configJsonSchema } from './json-schema.ts';
export { readRules } from './read-rules.ts';
export { formatMistake } from './mistakes.ts';
export { type Config, demoConfigPath, findConfig, readConfig } from './read-config.ts';
export type { Hours } from './hours.ts';
export type { Route, Routing } from './routing.ts';
export type { EscalationStep, Layer, Team } from './teams.ts';
