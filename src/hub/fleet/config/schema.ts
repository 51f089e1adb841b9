/**
 * The shape of yagura.yaml with its defaults. Error texts are what was *expected*; `shape-mistakes.ts` puts what came before them.
 * What a mistake is in itself (and not a wrong value) is said with `params: { whole: true }`.
 */
import { z } from 'zod';
import { alerts } from './alerts.ts';
import { isMapping } from './document.ts';
import { parseDuration } from './durations.ts';
import {
  alsoNumbers,
  amount,
  cron,
  dayMs,
  duration,
  integer,
  isHttpUrl,
  name,
  port,
  section,
  size,
  text,
  timezone,
  url,
} from './values.ts';
import { statusPage } from './status-page.ts';
import { watchdog } from './watchdog.ts';
import { notify } from './notify.ts';
import { teams } from './teams.ts';

const variables = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/, { error: 'a name of letters, digits and underscores' }),
  z
    .string({ error: 'text (in quotes if need be)' })
    .max(131_072, { error: 'at most 131072 characters' })
    .refine((value) => !value.includes('\0'), { error: 'text without a NUL character' })
    .meta(alsoNumbers),
  { error: 'a mapping of names to text' },
);

const command = z.union(
  [
    text('a command', 131_072).transform((line) => ['/bin/sh', '-c', line]),
    z
      .array(
        z
          .string({ error: 'text' })
          .refine((value) => !value.includes('\0'), { error: 'text without a NUL character' })
          .meta(alsoNumbers),
      )
      .min(1, { error: 'a program and its arguments' })
      .refine((list) => list[0] !== '', { error: 'a program first' }),
  ],
  { error: 'a command line as text, or a list of program and arguments' },
);

const hostAndPort = /^(?:\[([0-9a-f:.]+)\]|([^\s:[\]/]+)):(\d{1,5})$/i;

function portOf(address: string): number {
  return Number(hostAndPort.exec(address)?.[3]);
}

const tcp = z.union(
  [
    port.transform((port) => ({ host: '127.0.0.1', port })),
    z
      .string()
      .refine((value) => portOf(value) >= 1 && portOf(value) <= 65_535, {
        error: 'host:port, such as "127.0.0.1:6379"',
        abort: true,
      })
      .transform((value) => {
        const [, ipv6, name] = hostAndPort.exec(value) as RegExpExecArray;
        return { host: ipv6 ?? (name as string), port: portOf(value) };
      }),
  ],
  { error: 'a port, or host:port such as "127.0.0.1:6379"' },
);

/** Signs of life may be a year apart: they are compared with the clock, no timer waits for them. */
const longWindow = () => duration({ min: 100, max: 400 * dayMs });

const heartbeat = z.union(
  [
    longWindow().transform((every) => ({ every, grace: 0 })),
    section({ every: longWindow(), grace: duration({ max: 400 * dayMs }).prefault('0s') }),
  ],
  { error: 'a duration such as "30s", or {every, grace}' },
);

const pattern = text('a regular expression with one group, such as "sent (\\d+)"', 500).refine(
  (value) => groupsOf(value) > 0,
  { error: 'a regular expression with one group around the number, such as "sent (\\d+)"' },
);

function groupsOf(source: string): number {
  try {
    return (new RegExp(`${source}|`).exec('') as RegExpExecArray).length - 1;
  } catch {
    return 0;
  }
}

const progressSources = ['counter', 'pattern', 'file'] as const;
const progress = section({
  counter: text('the name of a counter', 100)
    .optional()
    .meta({ description: 'A number that the worker reports over HTTP.' }),
  pattern: pattern
    .optional()
    .meta({ description: 'A number that the worker prints: the first group of this pattern.' }),
  file: text('a path').optional().meta({ description: 'A file that grows or is written.' }),
  watch: z.enum(['size', 'age']).default('size').meta({ description: 'What of the file must move.' }),
  within: longWindow().meta({ description: 'The number must move at least once in this time.' }),
}).refine(...exactlyOne(progressSources));

export const checkTypes = ['http', 'tcp', 'exec', 'heartbeat', 'log_silence', 'progress'] as const;
const healthCheck = section({
  name: text('a name', 63).optional().meta({ description: 'What to call it; default: its type.' }),
  http: z
    .union(
      [
        url.transform((url) => ({ url, status: null })),
        section({
          url,
          status: z
            .array(integer(100, 599), { error: 'a list of status codes' })
            .min(1, { error: 'a list of status codes' })
            .meta({ description: 'Answers that pass; default: 200 to 399.' }),
        }),
      ],
      { error: 'a URL, or {url, status}' },
    )
    .optional(),
  tcp: tcp.optional(),
  exec: command.optional(),
  heartbeat: heartbeat.optional(),
  log_silence: longWindow().optional().meta({ description: 'It must print something at least this often.' }),
  progress: progress.optional(),
  every: duration({ min: 100 })
    .optional()
    .meta({ description: 'Default: 5s for http, tcp and exec; 1s for the others.' }),
  timeout: duration({ min: 10 }).optional().meta({ description: 'For http, tcp and exec; default: 2s.' }),
  failures: integer(1, 1000).optional().meta({
    description: 'So many in a row make it fail; default: 3 for http, tcp and exec, 1 for the others.',
  }),
  successes: integer(1, 1000).default(1).meta({ description: 'So many in a row make it pass again.' }),
  start_period: duration()
    .optional()
    .meta({ description: 'Failures after a start that do not count; default: 10s for http, tcp and exec.' }),
}).refine(...exactlyOne(checkTypes));

/** Runs even when another key is wrong, so that all is said at once. */
function exactlyOne(names: readonly string[]) {
  const chosen = (value: unknown) => names.filter((name) => isMapping(value) && value[name] !== undefined);
  return [
    (value: unknown) => chosen(value).length === 1,
    {
      error: ({ input }: { input?: unknown }) =>
        `${chosen(input).join(' and ') || 'none'} given, expected exactly one of ${names.join(', ')}`,
      params: { whole: true },
      when: ({ value }: { value: unknown }) => isMapping(value),
    },
  ] as const;
}

/** The POSIX signals that can end or wake something; the agent's platform knows them all. */
const stopSignals = [
  'SIGTERM',
  'SIGINT',
  'SIGQUIT',
  'SIGHUP',
  'SIGKILL',
  'SIGUSR1',
  'SIGUSR2',
  'SIGALRM',
  'SIGABRT',
  'SIGPIPE',
  'SIGWINCH',
] as const;

export const dependsOn = z.union(
  [
    z
      .array(z.string({ error: 'the name of a worker' }))
      .transform((names) =>
        names.map((worker) => ({ worker, until: 'started', on_failure: 'ignore' }) as const),
      ),
    z
      .record(
        z.string(),
        section({
          until: z.enum(['started', 'healthy']).default('started'),
          on_failure: z
            .enum(['ignore', 'restart', 'stop'])
            .default('ignore')
            .meta({ description: 'What happens to this worker when the other fails.' }),
        }).nullable(),
      )
      .transform((entries) =>
        Object.entries(entries).map(([worker, how]) => ({
          worker,
          ...(how ?? ({ until: 'started', on_failure: 'ignore' } as const)),
        })),
      ),
  ],
  { error: 'a list of workers, or a mapping such as {broker: {until: healthy}}' },
);

const restart = section({
  policy: z.enum(['always', 'on-failure', 'never']).optional().meta({
    description: 'Default: always; on-failure for a worker with a schedule.',
  }),
  initial: duration()
    .prefault('250ms')
    .meta({ description: 'Delay of the second restart in a row; the first is at once.' }),
  max: duration({ min: 100 }).prefault('25s').meta({ description: 'The longest delay.' }),
  factor: amount(1, 100).default(2).meta({ description: 'How fast delays grow.' }),
  jitter: amount(0, 1).default(0.1).meta({ description: 'Share of a delay that is random.' }),
  reset_after: duration()
    .prefault('30s')
    .meta({ description: 'A run that was well for so long forgets earlier crashes.' }),
  max_restarts: integer(0, 1_000_000)
    .nullable()
    .default(null)
    .meta({ description: 'Give up after so many in a row; null: never.' }),
});

export const worker = section({
  kind: z
    .enum(['process', 'external'])
    .default('process')
    .meta({ description: 'external: someone else runs it.' }),
  command: command
    .optional()
    .meta({ description: 'A line for /bin/sh, or a list of program and arguments.' }),
  cwd: text('a path')
    .optional()
    .meta({ description: 'Relative to the folder of this file, which is the default.' }),
  env: variables.prefault({}).meta({ description: 'Variables for the worker; they win over env_file.' }),
  env_file: z
    .union([text('a path').transform((path) => [path]), z.array(text('a path'))], {
      error: 'a path or a list of paths',
    })
    .optional()
    .meta({ description: 'Files of NAME=value lines; later ones win.' }),
  instances: integer(1, 1000).optional().meta({ description: 'So many of it, named NAME-0, NAME-1, …' }),
  user: text('the name of a user', 64).optional().meta({ description: 'Run as this user; needs root.' }),
  depends_on: dependsOn.optional().meta({ description: 'Started after these and stopped before them.' }),
  restart: restart.prefault({}),
  stop: section({
    signal: z.enum(stopSignals).default('SIGTERM'),
    timeout: duration().prefault('10s').meta({ description: 'Then it is killed with all that it started.' }),
  }).prefault({}),
  health: z
    .array(healthCheck, { error: 'a list of checks' })
    .max(20, { error: 'at most 20 checks' })
    .default([]),
  heartbeat: heartbeat
    .optional()
    .meta({ description: 'It must report at least this often; grace is added.' }),
  limits: section({
    memory: size(1024 * 1024)
      .optional()
      .meta({ description: 'The whole tree; above it the worker is restarted.' }),
    cpu: amount(0.01, 10_000).optional().meta({ description: 'Cores, where cgroups allow it.' }),
    pids: integer(1, 10_000_000).optional().meta({ description: 'Processes, where cgroups allow it.' }),
  }).prefault({}),
  labels: z
    .record(
      z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,99}$/, { error: 'a name of letters, digits and underscores' }),
      z.string({ error: 'text' }).max(200, { error: 'text of at most 200 characters' }).meta(alsoNumbers),
      { error: 'a mapping of names to text' },
    )
    .default({}),
  schedule: z
    .union(
      [
        cron.transform((cron) => ({ cron, timezone: null })),
        section({ cron, timezone: timezone.nullable().default(null) }),
      ],
      { error: 'a cron expression such as "*/5 * * * *", or {cron, timezone}' },
    )
    .optional()
    .meta({ description: 'Start it at these times instead of keeping it running.' }),
  autostart: z.boolean().default(true).meta({ description: 'false: only started by hand.' }),
  logs: section({
    max_size: size(64 * 1024)
      .prefault('20MB')
      .meta({ description: 'The most that its output takes on disk.' }),
    files: integer(1, 100).default(4).meta({ description: 'In so many pieces.' }),
  }).prefault({}),
  metrics: section({
    scrape: z
      .string({ error: 'a URL such as "http://127.0.0.1:3000/metrics"' })
      .max(2000, { error: 'a URL of at most 2000 characters' })
      .refine((value) => isHttpUrl(value.replaceAll('{instance}', '0')), {
        error: 'a URL such as "http://127.0.0.1:3000/metrics"',
      })
      .meta({
        description:
          "A page of the worker's own figures for Prometheus; {instance} in it is the number of the instance.",
      }),
    every: duration({ min: 1000, max: dayMs })
      .prefault('10s')
      .meta({ description: 'How often it is asked for.' }),
    timeout: duration({ min: 10, max: dayMs })
      .optional()
      .meta({ description: 'Default: as every, but at most 10s.' }),
  })
    .optional()
    .meta({ description: "The worker's own figures." }),
});

const longKeep = (min: string) => duration({ min: parseDuration(min) ?? 0, max: 3650 * dayMs });

/** As it stands in a Host header, without scheme and port. */
const hostName = z
  .string({ error: 'a host name such as "yagura.example.org"' })
  .max(253, { error: 'a host name of at most 253 characters' })
  .regex(/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/, { error: 'a host name such as "yagura.example.org"' });

const server = section({
  host: text('an address', 255)
    .default('127.0.0.1')
    .meta({ description: 'Where the page and the API listen.' }),
  port: port.default(8910),
  names: z
    .array(hostName, { error: 'a list of host names' })
    .max(100, { error: 'at most 100 host names' })
    .default([])
    .meta({ description: 'Further host names under which it is reached, as through a proxy.' }),
  tls: section({ cert: text('a path'), key: text('a path') })
    .optional()
    .meta({ description: 'PEM files, relative to the folder of this file.' }),
});

const metrics = section({
  statsd: section({
    host: text('an address', 255).default('127.0.0.1'),
    port: port.default(8125),
  })
    .optional()
    .meta({ description: 'Listens for StatsD over UDP.' }),
  store: section({
    remote_write: url.meta({ description: 'Gets every sample by remote write.' }),
    query: url
      .optional()
      .meta({ description: 'Answers for history by PromQL: the address before /api/v1/query.' }),
    headers: z
      .record(
        z.string().regex(/^[A-Za-z0-9-]{1,100}$/, { error: 'the name of a header' }),
        z.string({ error: 'text' }).regex(/^[\x20-\x7e]{0,8192}$/, { error: 'text of one line' }),
        { error: 'a mapping of names to text' },
      )
      .default({})
      .meta({ description: 'Sent with each request.' }),
    queue: size(1024 * 1024)
      .prefault('512MB')
      .meta({ description: 'The most that waits on disk while the store is away.' }),
  })
    .optional()
    .meta({ description: 'A Prometheus-compatible store for history.' }),
});

const isPattern = (source: string): boolean => {
  try {
    return !new RegExp(source).test('');
  } catch {
    return false;
  }
};

const logs = section({
  scrub: section({
    emails: z.boolean().default(false).meta({ description: 'Mask e-mail addresses, too.' }),
    patterns: z
      .array(
        z
          .string({ error: 'a regular expression' })
          .max(500, { error: 'a regular expression of at most 500 characters' })
          .refine(isPattern, { error: 'a regular expression that matches something' }),
        { error: 'a list of regular expressions' },
      )
      .max(50, { error: 'at most 50 regular expressions' })
      .default([])
      .meta({ description: 'What they match is masked in what is kept of logs.' }),
  }).prefault({}),
});

/** From the finest to the coarsest; one that is not given is kept as long as usual, or as long as the finer one before it. */
const retention = section({
  raw: longKeep('1h').prefault('2d').meta({ description: 'Figures as they came, one a second.' }),
  medium: longKeep('1h').optional().meta({ description: 'Figures in steps of 15 seconds; default: 14d.' }),
  coarse: longKeep('1d').optional().meta({ description: 'Figures in steps of 5 minutes; default: 400d.' }),
  size: size(100_000_000)
    .prefault('10GB')
    .meta({ description: 'The most that all figures take on disk; the oldest go first.' }),
  logs: longKeep('1h').prefault('7d').meta({ description: 'What workers printed, searchable.' }),
  logs_size: size(10_000_000)
    .prefault('1GB')
    .meta({ description: 'The most that it takes on disk; the oldest go first.' }),
  source_maps: longKeep('1d')
    .prefault('90d')
    .meta({ description: 'Source maps that were uploaded, since they were used last.' }),
  source_maps_size: size(10_000_000)
    .prefault('500MB')
    .meta({ description: 'The most that they take on disk; those go first that were used longest ago.' }),
});

/** As browsers write it: no path, no slash behind it. */
const origin = z
  .string({ error: 'an origin such as "https://shop.example"' })
  .max(300, { error: 'an origin of at most 300 characters' })
  .refine((value) => isHttpUrl(value) && new URL(value).origin === value, {
    error: 'an origin such as "https://shop.example"',
  });

const sentry = section({
  projects: z
    .record(
      name,
      section({
        worker: name.optional().meta({ description: "Whose errors these are; default: the project's name." }),
        rate: amount(0.01, 100_000)
          .default(1000)
          .meta({ description: 'The most requests a second; for a moment ten times as many.' }),
        origins: z
          .array(origin, { error: 'a list of origins' })
          .max(100, { error: 'at most 100 origins' })
          .default([])
          .meta({ description: 'Pages that may send from a browser.' }),
      })
        .nullable()
        .transform((project) => project ?? { worker: undefined, rate: 1000, origins: [] }),
      { error: 'a mapping of projects' },
    )
    .default({})
    .meta({ description: "For Sentry's SDKs, beside the project that each worker is." }),
});

/** Every key but `workers` may be left out; keys that begin with `x-` are for anchors and are not read. */
export const sections = {
  workers: z.record(name, worker, { error: 'a mapping of workers' }),
  defaults: worker.partial().optional().meta({ description: 'Merged into every worker.' }),
  server: server.prefault({}),
  metrics: metrics.prefault({}),
  logs: logs.prefault({}),
  retention: retention.prefault({}),
  sentry: sentry.prefault({}),
  alerts: alerts.prefault({}),
  notify: notify.prefault({}),
  teams: teams.prefault({}).meta({ description: 'Who is on call, and who is told next.' }),
  status_page: statusPage,
  watchdog: watchdog.prefault({}),
};
export const file = section(sections).meta({ title: 'yagura.yaml' });

export type DeclaredWorker = z.output<typeof worker>;
