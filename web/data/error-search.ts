/** Which error groups are looked for, and in which order, as it stands in the address. Pure. */
import { categories, type Category, isCategory } from './categories.ts';
import { type Preset, presets } from './period.ts';
import { type Change, given, textIn } from './time-range.ts';
import type { ErrorGroup, Operations } from './types.ts';

type Asked = Operations['GET /api/v1/errors']['query'];

/** What most are looked at for: what nobody has dealt with yet. `open` stands in no address. */
export const standings = ['open', 'resolved', 'ignored', 'all'] as const;
export type Standing = (typeof standings)[number];

export const errorLevels = ['warn', 'error', 'fatal'] as const;
export type ErrorLevel = (typeof errorLevels)[number];

export const trends = ['new', 'spiking', 'growing', 'steady', 'fading', 'quiet'] as const;
export type TrendWord = (typeof trends)[number];

export const errorSorts = ['lastSeen', 'count', 'trend', 'firstSeen', 'workers'] as const;
export type ErrorSort = (typeof errorSorts)[number];

export interface ErrorSearch {
  /** Part of the title or of a worker's name. */
  q?: string;
  status?: Exclude<Standing, 'open'>;
  category?: Category;
  worker?: string;
  /** At least so grave. */
  level?: ErrorLevel;
  trend?: TrendWord;
  /** What was seen last comes first when it is not there. */
  sort?: Exclude<ErrorSort, 'lastSeen'>;
  /** A day when it is not there. */
  range?: ErrorRange;
}

/** As far back as is counted finely enough. */
export const errorRanges = ['1h', '6h', '24h', '7d', '30d'] as const satisfies readonly Preset[];
export type ErrorRange = (typeof errorRanges)[number];
export const usualRange: ErrorRange = '24h';
const hourMs = 3_600_000;
export const hoursOf = (range: ErrorRange = usualRange): number => presets[range] / hourMs;

/** As the server takes it. */
export const longestQ = 200;

const among = <Value extends string>(all: readonly Value[], value: unknown): Value | undefined =>
  all.find((each) => each === value);

/** Leaves out what makes no sense, so that an old or mistyped address still shows something. */
export function errorSearch(asked: Record<string, unknown>): ErrorSearch {
  const status = among(standings, asked['status']);
  const sort = among(errorSorts, asked['sort']);
  const range = among(errorRanges, asked['range']);
  return given({
    q: textIn(asked['q'], longestQ),
    status: status === 'open' ? undefined : status,
    category: isCategory(asked['category']) ? asked['category'] : undefined,
    worker: textIn(asked['worker']),
    level: among(errorLevels, asked['level']),
    trend: among(trends, asked['trend']),
    sort: sort === 'lastSeen' ? undefined : sort,
    range: range === usualRange ? undefined : range,
  });
}

/** Looks for whatever is open; order and period stay. */
export const noErrorFilter: Change<ErrorSearch> = {
  q: undefined,
  status: undefined,
  category: undefined,
  worker: undefined,
  level: undefined,
  trend: undefined,
};

export function isNarrowed(search: ErrorSearch): boolean {
  return Object.keys(noErrorFilter).some((key) => key in search);
}

type Status = ErrorGroup['status'];

const statusesOf: Record<Standing, readonly Status[] | null> = {
  open: ['unresolved', 'regressed'],
  resolved: ['resolved'],
  ignored: ['ignored'],
  all: null,
};

/** Whether a group that was found still is what is looked for, after somebody changed it. */
export function stillFits(
  { status, category }: ErrorSearch,
  group: Pick<ErrorGroup, 'status' | 'category'>,
): boolean {
  return (
    (statusesOf[status ?? 'open']?.includes(group.status) ?? true) &&
    (category === undefined || category === group.category)
  );
}

/** As the server is asked; `now` in ms since the epoch. */
export function questionOf(search: ErrorSearch, now: number): Asked {
  const { q, status = 'open', category, worker, level, trend, sort = 'lastSeen', range } = search;
  return given({
    q: q?.trim(),
    status: statusesOf[status]?.join(','),
    category,
    worker,
    level,
    trend,
    sort,
    since: new Date(now - hoursOf(range) * hourMs).toISOString(),
  });
}

type Typed = Change<Omit<ErrorSearch, 'sort' | 'range'>>;

/** `category:network worker:mailer level:fatal is:new timeout`: words with a name in front become filters, the rest stays text. */
export function readTyped(text: string): Typed {
  const found: Typed = {};
  const rest = text.replace(
    /(^|\s)(category|worker|level|is|status):(\S+)(?=\s|$)/g,
    (whole, gap, name, value) => {
      const taken = takeTyped(name as string, value as string);
      if (taken === null) return whole;
      Object.assign(found, taken);
      return gap as string;
    },
  );
  const q = rest.replace(/\s+/g, ' ').trim();
  return { ...found, q: q === '' ? undefined : q };
}

const values: Readonly<Record<string, readonly string[]>> = {
  category: categories,
  level: errorLevels,
  is: [...trends, ...standings],
};
const mostSuggested = 12;

/** What the last word could become, each as the whole text then. */
export function suggestTyped(text: string, workers: readonly string[]): string[] {
  const [, before = '', name, typed = ''] = /^(.*?)(?:(category|worker|level|is):)?(\S*)$/s.exec(text) ?? [];
  if (name === undefined) {
    if (typed === '') return [];
    return ['category:', 'worker:', 'level:', 'is:']
      .filter((each) => each.startsWith(typed.toLowerCase()))
      .map((each) => before + each);
  }
  return (values[name] ?? workers)
    .filter((each) => each.startsWith(typed) && each !== typed)
    .slice(0, mostSuggested)
    .map((each) => `${before}${name}:${each}`);
}

function takeTyped(name: string, value: string): Typed | null {
  if (name === 'worker') return { worker: value };
  if (name === 'category') return isCategory(value) ? { category: value } : null;
  const level = name === 'level' ? among(errorLevels, value) : undefined;
  if (level) return { level };
  const trend = name === 'is' ? among(trends, value) : undefined;
  if (trend) return { trend };
  const status = name === 'is' || name === 'status' ? among(standings, value) : undefined;
  if (status === 'open') return { status: undefined };
  if (status) return { status };
  return null;
}
