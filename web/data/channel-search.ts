/** Of which channel the log is shown, as it stands in the address. Pure. */
import { given, textIn } from './time-range.ts';

export interface ChannelSearch {
  channel?: string;
}

const longestName = 100;

export function channelSearch(asked: Record<string, unknown>): ChannelSearch {
  return given({ channel: textIn(asked['channel'], longestName) });
}
