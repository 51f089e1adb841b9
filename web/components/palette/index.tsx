import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Dialog as Radix } from 'radix-ui';
import { type KeyboardEvent, useDeferredValue, useId, useMemo, useState } from 'react';
import { isComposing } from '../../data/composing.ts';
import { fleet } from '../../data/live/index.ts';
import { meQuery } from '../../data/queries.ts';
import { useSignOut } from '../../data/session.ts';
import { useStore } from '../../data/use-store.ts';
import { chooseTheme, theme as themeStore } from '../../data/theme.ts';
import { useAct } from '../../data/use-act.ts';
import { chooseLanguage, languages, useText } from '../../i18n/index.ts';
import { ActDialog } from '../act-dialog.tsx';
import { Icon } from '../icon.tsx';
import { Keycaps } from '../keycaps.tsx';
import { keepWhileComposing, useReturnFocus } from '../over-the-page.ts';
import { usePlaces } from '../shell/places.ts';
import { Veil } from '../veil.tsx';
import { allCommands, type Command, type Deed, offerFor, workerOf } from './commands.ts';
import { noteCommand, recentCommands } from './recent.ts';
import { Row } from './row.tsx';

interface PaletteProps {
  onClose: () => void;
  onKeys: () => void;
}

const knownWorkers = () => [...(fleet.workers.get()?.values() ?? [])];

/** One field from which everything can be reached: pages, workers, what can be done with them, and what they said. */
export default function Palette({ onClose, onKeys }: PaletteProps) {
  const text = useText();
  const { t, language } = text;
  const signOut = useSignOut();
  const navigate = useNavigate();
  const act = useAct();
  const places = usePlaces();
  const theme = useStore(themeStore, (value) => value);
  const { data: me } = useQuery(meQuery);
  const [typed, setTyped] = useState('');
  const [scope, setScope] = useState<string | null>(null);
  const [chosen, setChosen] = useState(0);
  const [stopping, setStopping] = useState<string | null>(null);
  const [recent] = useState(recentCommands);
  // As they are when one begins to type: the order must not change under the finger. The rows tell their state live.
  const [workers, setWorkers] = useState(knownWorkers);
  const id = useId();
  const returnFocus = useReturnFocus(true);
  const query = useDeferredValue(typed);

  const offer = useMemo(
    () => ({
      text,
      workers,
      places,
      mayAct: me !== undefined && me.role !== 'viewer',
      languages,
      language,
      theme,
    }),
    [text, workers, places, me, language, theme],
  );
  const all = useMemo(() => allCommands(offer), [offer]);
  const sections = useMemo(
    () => offerFor(offer, all, query, scope, recent),
    [offer, all, query, scope, recent],
  );
  const flat = sections.flatMap(({ found }) => found);
  const at = Math.min(chosen, flat.length - 1);
  const current = flat[at]?.command;

  function type(next: string): void {
    setTyped(next);
    setChosen(0);
    if (next === '') setWorkers(knownWorkers());
  }

  function enter(worker: string | null): void {
    setScope(worker);
    type('');
  }

  function run(command: Command): void {
    noteCommand(command.id);
    if (command.deed.do === 'act' && command.deed.action === 'stop') {
      setStopping(command.deed.worker);
      return;
    }
    onClose();
    perform(command.deed);
  }

  function perform(deed: Deed): void {
    switch (deed.do) {
      case 'go':
        void navigate({ to: deed.to });
        break;
      case 'open':
        void navigate({ to: '/workers/$name', params: { name: deed.worker } });
        break;
      case 'act':
        act(deed.worker, deed.action);
        break;
      case 'search-log':
        void navigate({
          to: '/workers/$name',
          params: { name: deed.worker },
          search: { find: deed.query },
        });
        break;
      case 'search-events':
        void navigate({ to: '/events', search: { q: deed.query } });
        break;
      case 'theme':
        chooseTheme(deed.theme);
        break;
      case 'language':
        void chooseLanguage(deed.language);
        break;
      case 'wall':
        void navigate({ to: '/', search: { wall: true } });
        break;
      case 'keys':
        onKeys();
        break;
      case 'sign-out':
        signOut();
        break;
      default:
        deed satisfies never;
    }
  }

  /** Fingers can be faster than the list: what is done is what the field says, not what was found for less of it. */
  function meantBy(words: string): Command | undefined {
    return offerFor(offer, all, words, scope, recent).flatMap(({ found }) => found)[0]?.command;
  }

  function onEscape(event: globalThis.KeyboardEvent): void {
    keepWhileComposing(event);
    if (event.defaultPrevented || scope === null) return;
    event.preventDefault();
    enter(null);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (isComposing(event.nativeEvent)) return;
    const last = flat.length - 1;
    const meant = query === typed ? current : meantBy(typed);
    const worker = meant ? workerOf(meant) : null;
    const moves: Record<string, () => void> = {
      ArrowDown: () => setChosen(at >= last ? 0 : at + 1),
      ArrowUp: () => setChosen(at <= 0 ? last : at - 1),
      PageDown: () => setChosen(Math.min(last, at + 8)),
      PageUp: () => setChosen(Math.max(0, at - 8)),
      Enter: () => meant && run(meant),
      ...(scope === null && worker !== null ? { Tab: () => enter(worker) } : { Tab: () => {} }),
      ...(scope !== null && typed === '' ? { Backspace: () => enter(null) } : {}),
      ...(event.ctrlKey || event.metaKey ? { k: onClose } : {}),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  }

  if (stopping !== null) {
    return (
      <ActDialog
        action="stop"
        chosen={knownWorkers().filter(({ name }) => name === stopping)}
        onNo={onClose}
        onYes={([target]) => {
          onClose();
          if (target !== undefined) act(target, 'stop');
        }}
      />
    );
  }

  return (
    <Radix.Root open onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Veil />
        <Radix.Content
          data-modal=""
          aria-describedby={undefined}
          onKeyDown={onKeyDown}
          onEscapeKeyDown={onEscape}
          onCloseAutoFocus={returnFocus}
          className="fixed top-3 left-1/2 z-40 flex max-h-[min(560px,calc(100dvh-24px))] w-[min(640px,calc(100vw-24px))] -translate-x-1/2 flex-col overflow-hidden rounded-md border border-line bg-raised text-ink shadow-raised sm:top-[12dvh]"
        >
          <Radix.Title className="sr-only">{t('palette.open')}</Radix.Title>
          <div className="flex items-center gap-2 border-line border-b px-4 text-ink-faint">
            <Icon name="find" />
            {scope !== null && (
              <span className="max-w-60 truncate rounded-sm bg-accent-soft px-2 py-0.5 font-medium text-accent text-sm">
                <bdi>{scope}</bdi>
              </span>
            )}
            <input
              role="combobox"
              aria-expanded
              aria-controls={`${id}-list`}
              aria-activedescendant={current ? `${id}-${at}` : undefined}
              aria-autocomplete="list"
              aria-label={t('palette.open')}
              autoFocus
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              enterKeyHint="go"
              value={typed}
              maxLength={200}
              onChange={(event) => type(event.target.value)}
              placeholder={t(scope === null ? 'palette.placeholder' : 'palette.placeholderWorker')}
              className="h-13 min-w-0 flex-1 bg-transparent text-base text-ink outline-none placeholder:text-ink-faint"
            />
            <Radix.Close
              aria-label={t('common.close')}
              className="inline-flex size-10 shrink-0 items-center justify-center rounded-sm hover:bg-hover hover:text-ink sm:size-8"
            >
              <Icon name="cross" size={14} />
            </Radix.Close>
          </div>
          <div
            id={`${id}-list`}
            role="listbox"
            aria-label={t('palette.results')}
            className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-2"
          >
            {sections.map(({ title, found }, section) => {
              const before = sections.slice(0, section).reduce((sum, each) => sum + each.found.length, 0);
              return (
                <div key={title} role="group" aria-labelledby={`${id}-${title}`}>
                  <div id={`${id}-${title}`} className="px-2 pt-2 pb-1 text-ink-faint text-xs">
                    {t(`palette.sections.${title}`)}
                  </div>
                  {found.map((each, place) => (
                    <Row
                      key={each.command.id}
                      id={`${id}-${before + place}`}
                      found={each}
                      selected={before + place === at}
                      onPoint={() => setChosen(before + place)}
                      onRun={() => run(each.command)}
                    />
                  ))}
                </div>
              );
            })}
          </div>
          <p role="status" className="sr-only">
            {t('palette.count', { count: flat.length })}
          </p>
          <footer className="flex min-h-9 items-center gap-4 border-line border-t px-4 text-ink-faint text-xs max-sm:hidden">
            <span className="inline-flex items-center gap-1.5">
              <Keycaps keys="ArrowUp" />
              <Keycaps keys="ArrowDown" />
              {t('palette.hints.choose')}
            </span>
            <span className="inline-flex items-center gap-1.5">
              <Keycaps keys="Enter" />
              {t('palette.hints.run')}
            </span>
            {scope === null && current && workerOf(current) !== null && (
              <span className="inline-flex items-center gap-1.5">
                <Keycaps keys="Tab" />
                {t('palette.hints.into')}
              </span>
            )}
            <span className="ml-auto inline-flex items-center gap-1.5">
              <Keycaps keys="Escape" />
              {t(scope === null ? 'common.close' : 'palette.hints.back')}
            </span>
          </footer>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
