/** The agent as a program: holds the home's lock, ticks, spools events, talks to the hub and keeps it alive. */
export { type AgentOptions, runAgent } from './run-agent.ts';
