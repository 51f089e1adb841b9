/** How the tower itself does, from a figure to a message: its trouble is told as its own and never as the workers'. */
export { createWatchdog, type Watchdog, type WatchdogSettings } from './create-watchdog.ts';
