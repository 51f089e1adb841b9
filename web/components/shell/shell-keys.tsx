import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { useKeys } from '../../data/keys.ts';
import { part } from '../../data/part.ts';
import { createStore } from '../../data/store.ts';
import { useStore } from '../../data/use-store.ts';
import { useText } from '../../i18n/index.ts';
import { loaders } from './later.tsx';
import { usePlaces } from './places.ts';

type Opened = 'palette' | 'keys' | null;

const opened = createStore<Opened>(null);
const open = (what: Opened) => () => opened.set(what);
export const openPalette = open('palette');

const loadPalette = part(() => import('../palette/index.tsx'));
const loadKeyList = part(() => import('./key-list.tsx'));
const Palette = lazy(loadPalette);
const KeyList = lazy(loadKeyList);

/** The keys that work everywhere, and what they open. */
export function ShellKeys({ wall }: { wall: boolean }) {
  const { t } = useText();
  const navigate = useNavigate();
  const places = usePlaces();
  const shown = useStore(opened, (value) => value);
  const toWall = () => void navigate({ to: '/', search: { wall: true } });
  const fromWall = () => void navigate({ to: '/' });
  useKeys([
    { keys: 'mod+k', group: 'general', text: t('palette.open'), run: openPalette },
    { keys: '?', group: 'general', text: t('keys.show'), run: open('keys') },
    { keys: '/', group: 'general', text: t('keys.find'), run: find },
    wall
      ? { keys: 'Escape', group: 'general', text: t('wall.leave'), run: fromWall }
      : { keys: 'w', group: 'general', text: t('wall.enter'), run: toWall },
    ...places.map(({ to, name, key }) => ({
      keys: `g ${key}`,
      group: 'go' as const,
      text: t(`nav.${name}`),
      run: () => void navigate({ to }),
    })),
  ]);

  // Ready before they are asked for, but after everything else.
  useEffect(() => {
    const all = [loadPalette, loadKeyList, ...Object.values(loaders)];
    const timer = setTimeout(() => void Promise.all(all.map((load) => load())).catch(() => null), 2_000);
    return () => clearTimeout(timer);
  }, []);

  return (
    <Suspense>
      {shown === 'palette' && <Palette onClose={open(null)} onKeys={open('keys')} />}
      {shown === 'keys' && <KeyList onClose={open(null)} />}
    </Suspense>
  );
}

/** The page's own field, or the palette where there is none. */
function find(): void {
  const field = document.querySelector<HTMLInputElement>('main input[type=search]');
  if (!field) {
    openPalette();
    return;
  }
  field.focus();
  field.select();
}
