import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiProblem } from './data/api.ts';
import { meQuery } from './data/queries.ts';
import { startLanguage } from './i18n/index.ts';
import { makeRouter } from './router.tsx';
import { me } from './start.ts';
import './design/page.css';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What the server refused it will refuse again; only a server that could not be reached is asked once more.
      retry: (failures, error) => failures < 2 && error instanceof ApiProblem && error.code === 'unreachable',
      refetchOnWindowFocus: true,
    },
  },
});
const asked = me;
if (asked) void queries.prefetchQuery({ ...meQuery, queryFn: () => asked });
const router = makeRouter(queries);

await startLanguage();
const place = document.getElementById('root');
if (!place) throw new Error('index.html has no #root');
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
