/** Section `notify`: where messages go. */
import { z } from 'zod';
import { channels } from './channels.ts';
import { url } from './values.ts';

export const notify = z.looseObject({
  channels,
  url: url.optional().meta({
    description: "The page's address for the people who get messages; default: where Yagura listens.",
  }),
  language: z
    .enum(['en', 'ja'], { error: 'en or ja' })
    .default('en')
    .meta({ description: 'What messages are written in.' }),
});
