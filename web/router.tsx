import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { Problem } from './components/block.tsx';
import { Shell } from './components/shell/index.tsx';
import { alertSearch } from './data/alert-search.ts';
import { ApiProblem } from './data/api.ts';
import { auditSearch } from './data/audit-search.ts';
import { channelSearch } from './data/channel-search.ts';
import { errorSearch } from './data/error-search.ts';
import { eventSearch } from './data/event-search.ts';
import { groupSearch } from './data/group-search.ts';
import { heatSearch } from './data/heat-search.ts';
import { exploreSearch } from './data/explore-search.ts';
import { hostSearch } from './data/hosts.ts';
import { validListSearch } from './data/list-search.ts';
import { incidentSearch } from './data/incident-search.ts';
import { liveClient } from './data/live/index.ts';
import { logSearch } from './data/log-search.ts';
import { part } from './data/part.ts';
import { meQuery } from './data/queries.ts';
import { oneRuleSearch, ruleSearch } from './data/rule-search.ts';
import { given } from './data/time-range.ts';
import { wayBack } from './data/way-back.ts';
import { workerSearch } from './data/worker-search.ts';
import { NotFound } from './pages/not-found.tsx';
import { Overview } from './pages/overview/index.tsx';
import { overviewSearch } from './pages/overview/search.ts';

const root = createRootRouteWithContext<{ queries: QueryClient }>()({ notFoundComponent: NotFound });

/** Everything but the login is for those who are signed in; they come back to where they wanted to go. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  errorComponent: ({ error, reset }) => <Problem error={error} retry={reset} />,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queries.ensureQueryData(meQuery);
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) {
        throw redirect({ to: '/login', search: { next: location.href } });
      }
      throw error;
    }
    liveClient();
  },
});

const overview = createRoute({
  getParentRoute: () => shell,
  path: '/',
  validateSearch: overviewSearch,
  component: Overview,
});

const workers = createRoute({
  getParentRoute: () => shell,
  path: '/workers',
  validateSearch: validListSearch,
  component: lazyRouteComponent(part(() => import('./pages/workers/route.tsx'))),
});

const worker = createRoute({
  getParentRoute: () => shell,
  path: '/workers/$name',
  validateSearch: workerSearch,
  component: lazyRouteComponent(part(() => import('./pages/worker/route.tsx'))),
});

const events = createRoute({
  getParentRoute: () => shell,
  path: '/events',
  validateSearch: eventSearch,
  component: lazyRouteComponent(
    part(() => import('./pages/events/index.tsx')),
    'Events',
  ),
});

const errors = createRoute({
  getParentRoute: () => shell,
  path: '/errors',
  validateSearch: errorSearch,
  component: lazyRouteComponent(
    part(() => import('./pages/errors/index.tsx')),
    'Errors',
  ),
});

const errorGroup = createRoute({
  getParentRoute: () => shell,
  path: '/errors/$id',
  validateSearch: groupSearch,
  component: lazyRouteComponent(
    part(() => import('./pages/error/index.tsx')),
    'ErrorGroupPage',
  ),
});

const logs = createRoute({
  getParentRoute: () => shell,
  path: '/logs',
  validateSearch: logSearch,
  component: lazyRouteComponent(
    part(() => import('./pages/logs/index.tsx')),
    'Logs',
  ),
});

const incidents = createRoute({
  getParentRoute: () => shell,
  path: '/incidents',
  validateSearch: incidentSearch,
  component: lazyRouteComponent(
    part(() => import('./pages/incidents/index.tsx')),
    'Incidents',
  ),
});

const incident = createRoute({
  getParentRoute: () => shell,
  path: '/incidents/$id',
  component: lazyRouteComponent(
    part(() => import('./pages/incident/index.tsx')),
    'IncidentPage',
  ),
});

const alerts = createRoute({
  getParentRoute: () => shell,
  path: '/alerts',
  validateSearch: alertSearch,
  component: lazyRouteComponent(
    part(() => import('./pages/alerts/index.tsx')),
    'Alerts',
  ),
});

const silences = createRoute({
  getParentRoute: () => shell,
  path: '/silences',
  component: lazyRouteComponent(
    part(() => import('./pages/silences/index.tsx')),
    'Silences',
  ),
});

const rules = createRoute({
  getParentRoute: () => shell,
  path: '/rules',
  validateSearch: ruleSearch,
  component: lazyRouteComponent(
    part(() => import('./pages/rules/index.tsx')),
    'Rules',
  ),
});

const rule = createRoute({
  getParentRoute: () => shell,
  path: '/rules/$name',
  validateSearch: oneRuleSearch,
  component: lazyRouteComponent(
    part(() => import('./pages/rule/index.tsx')),
    'RulePage',
  ),
});

/** Not below `/rules`, where a rule may have any name. */
const newRule = createRoute({
  getParentRoute: () => shell,
  path: '/new-rule',
  component: lazyRouteComponent(
    part(() => import('./pages/rule/new-rule.tsx')),
    'NewRule',
  ),
});

const channels = createRoute({
  getParentRoute: () => shell,
  path: '/channels',
  validateSearch: channelSearch,
  component: lazyRouteComponent(
    part(() => import('./pages/channels/index.tsx')),
    'Channels',
  ),
});

const hosts = createRoute({
  getParentRoute: () => shell,
  path: '/hosts',
  validateSearch: hostSearch,
  component: lazyRouteComponent(
    part(() => import('./pages/hosts/index.tsx')),
    'Hosts',
  ),
});

const heat = createRoute({
  getParentRoute: () => shell,
  path: '/heat',
  validateSearch: heatSearch,
  component: lazyRouteComponent(
    part(() => import('./pages/heat/index.tsx')),
    'HeatMap',
  ),
});

const explore = createRoute({
  getParentRoute: () => shell,
  path: '/explore',
  validateSearch: exploreSearch,
  component: lazyRouteComponent(
    part(() => import('./pages/explore/index.tsx')),
    'Explore',
  ),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(
    part(() => import('./pages/audit/index.tsx')),
    'Audit',
  ),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(
    part(() => import('./pages/settings/index.tsx')),
    'Settings',
  ),
});

const doctor = createRoute({
  getParentRoute: () => shell,
  path: '/doctor',
  component: lazyRouteComponent(
    part(() => import('./pages/doctor/index.tsx')),
    'Doctor',
  ),
});

/** For whoever builds the page; nothing leads here but the docs and the doctor. */
const components = createRoute({
  getParentRoute: () => shell,
  path: '/components',
  component: lazyRouteComponent(
    part(() => import('./pages/components/index.tsx')),
    'Components',
  ),
});

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: ({ next, link }: Record<string, unknown>): { next?: string; link?: 'expired' } => ({
    ...given({ next: wayBack(next, location.origin) }),
    ...(link === 'expired' ? { link } : {}),
  }),
  component: lazyRouteComponent(part(() => import('./pages/login/route.tsx'))),
});

export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([
      shell.addChildren([
        overview,
        workers,
        worker,
        heat,
        events,
        errors,
        errorGroup,
        logs,
        incidents,
        incident,
        alerts,
        silences,
        rules,
        rule,
        newRule,
        channels,
        hosts,
        explore,
        audit,
        settings,
        doctor,
        components,
      ]),
      login,
    ]),
    context: { queries },
    defaultPreload: 'intent',
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
