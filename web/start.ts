/** What the first page shows is asked for before the program that shows it runs: who looks, the figures and the texts. */
import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './data/api.ts';
import { liveClient } from './data/live/index.ts';
import { meQuery } from './data/queries.ts';
import { startLanguage } from './i18n/index.ts';

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What the server refused it will refuse again; only a server that could not be reached is asked once more.
      retry: (failures, error) => failures < 2 && error instanceof ApiProblem && error.code === 'unreachable',
      refetchOnWindowFocus: true,
    },
  },
});

// The router asks for the same, and says what follows from a refusal.
if (location.pathname !== '/login') queries.ensureQueryData(meQuery).then(liveClient, () => {});

export const speaks = startLanguage();

// Lets the browser send them before it goes on with the rest of the program, which takes its time.
await Promise.resolve();
