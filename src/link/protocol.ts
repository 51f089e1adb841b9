/** What both sides must agree on before the first message. Without imports, so that the agent can load it alone. */
export const protocolVersion = 1;
/** A line longer than this ends the connection. */
export const longestMessageBytes = 64 * 1024 * 1024;
/** Both sides send a sign of life this often, and give the other up after so long without one. */
export const aliveEveryMs = 1_000;
export const silentAfterMs = 10_000;
/** How many results of each health check an agent keeps. */
export const keptResults = 50;
