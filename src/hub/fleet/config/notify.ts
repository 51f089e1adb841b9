/** Section `notify`: where messages go, whom to tell of what, and when. */
import { channels } from './channels.ts';
import { routingShape } from './routing.ts';
import { section, url } from './values.ts';

export const notify = section({
  channels,
  url: url.optional().meta({
    description: "The page's address for the people who get messages; default: where Yagura listens.",
  }),
  ...routingShape,
});
