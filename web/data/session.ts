/** Whether this browser is still signed in, as far as the page knows. */
import { useText } from '../i18n/index.ts';
import { ApiProblem, ask, onUnauthorised } from './api.ts';
import { liveClient } from './live/index.ts';
import { notify } from './notices.ts';
import { createStore } from './store.ts';

/** True once the server has refused a session that was good before: it expired, was revoked or ended in another tab. */
export const sessionEnded = createStore(false);

/** From now on a refused call means that the session has ended. */
export function watchSession(): () => void {
  const { status } = liveClient();
  const stopWatching = status.subscribe(() => {
    if (status.get().phase === 'signed-out') sessionEnded.set(true);
  });
  const stopListening = onUnauthorised(() => sessionEnded.set(true));
  return () => {
    stopWatching();
    stopListening();
  };
}

/** Goes on where the page was. */
export function sessionBegan(): void {
  sessionEnded.set(false);
  liveClient().signedIn();
}

/** Null: nobody is signed in, or nobody answered. */
export async function whoAmI() {
  try {
    return await ask('GET /api/v1/me');
  } catch (error) {
    if (error instanceof ApiProblem) return null;
    throw error;
  }
}

/** Loads the page anew, so that nothing of the session stays in memory; says so when one is still signed in. */
export function useSignOut(): () => void {
  const { t } = useText();
  return () => {
    ask('POST /api/v1/logout').then(
      () => location.assign('/login'),
      (error: unknown) => {
        if (error instanceof ApiProblem && error.status === 401) location.assign('/login');
        else notify({ tone: 'bad', text: t('settings.stillSignedIn') });
      },
    );
  };
}
