/** What the palette offers, and in which order. Pure: what a command does is decided by who runs it. */
import { type Match, rank } from '../../data/fuzzy.ts';
import { byTrouble, shownState, toneOf } from '../../data/standing.ts';
import type { Action } from '../../data/outcome.ts';
import type { Theme } from '../../data/theme.ts';
import type { Worker } from '../../data/types.ts';
import type { Language } from '../../format/index.ts';
import type { Text } from '../../i18n/index.ts';
import type { PlaceToGo } from '../shell/places.ts';
import type { IconName } from '../icon.tsx';

export type Deed =
  | { do: 'go'; to: PlaceToGo['to'] }
  | { do: 'open'; worker: string }
  | { do: 'act'; action: Action; worker: string }
  | { do: 'search-log'; worker: string; query: string }
  | { do: 'search-events'; query: string }
  | { do: 'theme'; theme: Theme }
  | { do: 'language'; language: Language }
  | { do: 'wall' }
  | { do: 'keys' }
  | { do: 'sign-out' };

export interface Command {
  /** The same as long as it does the same, so that it can be remembered. */
  id: string;
  deed: Deed;
  text: string;
  /** What happens, where the text alone doesn't say. */
  more: string;
  icon: IconName;
  keys?: string;
}

export interface Found {
  command: Command;
  match: Match;
}

export interface Section {
  title: 'recent' | 'trouble' | 'go' | 'do' | 'found' | 'search' | 'worker';
  found: readonly Found[];
}

/** More than anybody reads. */
const mostFound = 40;
const mostRecent = 5;
const mostTroubled = 5;

export interface Offer {
  text: Pick<Text, 't'>;
  workers: readonly Worker[];
  places: readonly PlaceToGo[];
  mayAct: boolean;
  languages: Readonly<Record<Language, string>>;
  language: Language;
  theme: Theme;
}

export function placeCommands({ text: { t }, places }: Offer): Command[] {
  return places.map(({ to, name, icon, key }) => ({
    id: `go:${to}`,
    deed: { do: 'go', to },
    text: t(`nav.${name}`),
    more: '',
    icon,
    keys: `g ${key}`,
  }));
}

export function pageCommands({ text: { t }, languages, language, theme }: Offer): Command[] {
  const themes = (['light', 'dark', 'system'] as const).filter((each) => each !== theme);
  const others = (Object.keys(languages) as Language[]).filter((each) => each !== language);
  const icons = { light: 'sun', dark: 'moon', system: 'screen' } as const;
  return [
    ...themes.map(
      (each): Command => ({
        id: `theme:${each}`,
        deed: { do: 'theme', theme: each },
        text: `${t('settings.theme')}: ${t(`settings.themes.${each}`)}`,
        more: '',
        icon: icons[each],
      }),
    ),
    ...others.map(
      (each): Command => ({
        id: `language:${each}`,
        deed: { do: 'language', language: each },
        text: `${t('settings.language')}: ${languages[each]}`,
        more: '',
        icon: 'language',
      }),
    ),
    {
      id: 'wall',
      deed: { do: 'wall' },
      text: t('wall.enter'),
      more: t('wall.what'),
      icon: 'screen',
      keys: 'w',
    },
    { id: 'keys', deed: { do: 'keys' }, text: t('keys.show'), more: '', icon: 'keyboard', keys: '?' },
    { id: 'sign-out', deed: { do: 'sign-out' }, text: t('settings.signOut'), more: '', icon: 'signOut' },
  ];
}

function openCommand(worker: Worker): Command {
  const { name } = worker;
  return { id: `open:${name}`, deed: { do: 'open', worker: name }, text: name, more: '', icon: 'right' };
}

/** What can be done with a worker as it is now. Nobody outside can start an external one. */
export function actionsFor(worker: Worker): Action[] {
  if (worker.kind === 'external') return [];
  return worker.state === 'stopped' || worker.state === 'failed' ? ['start'] : ['restart', 'stop'];
}

function actCommands({ text: { t }, mayAct }: Offer, workers: readonly Worker[]): Command[] {
  if (!mayAct) return [];
  const words = (action: Action) => ({ action: t(`actions.${action}`), more: t(`palette.what.${action}`) });
  const all = { start: words('start'), stop: words('stop'), restart: words('restart') };
  return workers.flatMap((worker) =>
    actionsFor(worker).map((action) => ({
      id: `${action}:${worker.name}`,
      deed: { do: 'act' as const, action, worker: worker.name },
      text: t('palette.act', { action: all[action].action, name: worker.name }),
      more: all[action].more,
      icon: action,
    })),
  );
}

const everything = (commands: readonly Command[]): Found[] =>
  commands.map((command) => ({ command, match: { score: 0, at: [] } }));

/** With nothing typed: what was done last, what needs somebody, and where one can go. */
function offerAtFirst(offer: Offer, all: readonly Command[], recent: readonly string[]): Section[] {
  const again = recent.flatMap((id) => all.find((command) => command.id === id) ?? []).slice(0, mostRecent);
  const troubled = offer.workers
    .filter((worker) => ['bad', 'warn'].includes(toneOf(shownState(worker))) || worker.crashLoop)
    .toSorted(byTrouble)
    .slice(0, mostTroubled)
    .map(openCommand);
  const shown = new Set(again.map(({ id }) => id));
  const rest = (commands: Command[]) => everything(commands.filter(({ id }) => !shown.has(id)));
  return [
    { title: 'recent', found: everything(again) },
    { title: 'trouble', found: rest(troubled) },
    { title: 'go', found: rest(placeCommands(offer)) },
    { title: 'do', found: rest(pageCommands(offer)) },
  ];
}

/** Everything that can be done from here. With a thousand workers that is four thousand, made once and not at each keystroke. */
export function allCommands(offer: Offer): Command[] {
  return [
    ...placeCommands(offer),
    ...pageCommands(offer),
    ...offer.workers.map(openCommand),
    ...actCommands(offer, offer.workers),
  ];
}

/** Between two that match alike: what was used lately, then going somewhere, then doing something, and what hurts last. */
function bonusOf({ id, deed }: Command, recent: readonly string[]): number {
  const lately = recent.indexOf(id);
  const used = lately < 0 ? 0 : 12 - Math.min(10, lately);
  if (deed.do === 'go') return used + 8;
  if (deed.do === 'open') return used + 6;
  return deed.do === 'act' ? used - (deed.action === 'stop' ? 8 : 6) : used;
}

function offerForQuery(
  offer: Offer,
  all: readonly Command[],
  query: string,
  recent: readonly string[],
): Section[] {
  const { t } = offer.text;
  const found = rank(
    query,
    all,
    ({ text }) => text,
    mostFound,
    (command) => bonusOf(command, recent),
  ).map(({ item, match }) => ({ command: item, match }));
  const search: Command = {
    id: 'search-events',
    deed: { do: 'search-events', query },
    text: t('palette.searchEvents', { query }),
    more: '',
    icon: 'find',
  };
  return [
    { title: 'found', found },
    { title: 'search', found: everything([search]) },
  ];
}

/** With a worker chosen: what can be done with it; what is typed is searched for in its log. */
function offerForWorker(offer: Offer, worker: Worker, query: string): Section[] {
  const { t } = offer.text;
  const { name } = worker;
  const commands: Command[] = [
    { ...openCommand(worker), text: t('palette.openWorker', { name }) },
    ...actCommands(offer, [worker]),
  ];
  const search: Command = {
    id: `search-log:${name}`,
    deed: { do: 'search-log', worker: name, query },
    text: t('palette.searchLog', { query }),
    more: '',
    icon: 'find',
  };
  const matching = rank(query, commands, ({ text }) => text, mostFound).map(({ item, match }) => ({
    command: item,
    match,
  }));
  return [
    { title: 'worker', found: matching },
    { title: 'search', found: query === '' || worker.kind === 'external' ? [] : everything([search]) },
  ];
}

export function offerFor(
  offer: Offer,
  all: readonly Command[],
  typed: string,
  scope: string | null,
  recent: readonly string[],
): readonly Section[] {
  const query = typed.trim();
  const worker = scope === null ? undefined : offer.workers.find(({ name }) => name === scope);
  const sections = worker
    ? offerForWorker(offer, worker, query)
    : query === ''
      ? offerAtFirst(offer, all, recent)
      : offerForQuery(offer, all, query, recent);
  return sections.filter(({ found }) => found.length > 0);
}

/** The worker that a command is about, which Tab goes into. */
export function workerOf({ deed }: Command): string | null {
  return 'worker' in deed ? deed.worker : null;
}
