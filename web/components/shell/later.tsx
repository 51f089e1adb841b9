/**
 * What lies over the page: notices, the menu, the sheet of further places, the question who one is. The first picture does without them; they
 * are loaded once it is there, and shown when they are asked for.
 */
import { lazy, Suspense, useState } from 'react';
import { part } from '../../data/part.ts';
import { sessionEnded } from '../../data/session.ts';
import { useLater } from '../../data/use-later.ts';
import { useStore } from '../../data/use-store.ts';
import { useText } from '../../i18n/index.ts';
import { Button } from '../button.tsx';
import type { PlaceToGo } from './places.ts';

export const loaders = {
  notices: part(() => import('../notice-list.tsx')),
  menu: part(() => import('./settings-menu.tsx')),
  sheet: part(() => import('./more-sheet.tsx')),
  signIn: part(() => import('./sign-in-again.tsx')),
};
const NoticeList = lazy(loaders.notices);
const SettingsMenu = lazy(loaders.menu);
const MoreSheet = lazy(loaders.sheet);
const SignInAgain = lazy(loaders.signIn);

/**
 * Right behind the first picture: a screen reader knows the place that speaks before it does, and what came of an action is told even if the
 * network is gone by then.
 */
export function Notices() {
  const due = useLater(0);
  return <Suspense>{due && <NoticeList />}</Suspense>;
}

export function SessionEnd() {
  const ended = useStore(sessionEnded, (value) => value);
  const shown = useOnce(ended);
  return <Suspense>{shown && <SignInAgain />}</Suspense>;
}

/** A button that looks like the menu's, until it is pressed. */
export function Settings() {
  const { t } = useText();
  const [asked, setAsked] = useState(false);
  const button = (
    <Button
      look="quiet"
      icon="more"
      iconOnly
      aria-haspopup="menu"
      aria-expanded={false}
      onClick={() => setAsked(true)}
    >
      {t('settings.title')}
    </Button>
  );
  return asked ? (
    <Suspense fallback={button}>
      <SettingsMenu />
    </Suspense>
  ) : (
    button
  );
}

export function FurtherPlaces(props: { open: boolean; onClose: () => void; places: readonly PlaceToGo[] }) {
  const shown = useOnce(props.open);
  return <Suspense>{shown && <MoreSheet {...props} />}</Suspense>;
}

/** True from the first time on: what has been shown stays, so that it can close. */
function useOnce(now: boolean): boolean {
  const [once, setOnce] = useState(now);
  if (now && !once) setOnce(true);
  return once || now;
}
