/**
 * What the first page shows is asked for before the program is here that shows it: who looks, the figures and the texts. A file of its own, small,
 * and the first to run.
 */
import { ask } from './data/api.ts';
import { liveClient } from './data/live/index.ts';
import { wantedLanguage, wordsOf } from './i18n/language.ts';

/** Who looks; null where one signs in. The router says what follows from a refusal. */
export const me = location.pathname === '/login' ? null : ask('GET /api/v1/me');
me?.then(liveClient, () => {});

void wordsOf(wantedLanguage());
