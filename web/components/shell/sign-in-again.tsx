import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { ask } from '../../data/api.ts';
import { loginProblem } from '../../data/login-problem.ts';
import { meQuery } from '../../data/queries.ts';
import { sessionBegan, sessionEnded, whoAmI } from '../../data/session.ts';
import { useStore } from '../../data/use-store.ts';
import type { Me } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';
import { Button } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { TextField } from '../field.tsx';

/** The session has ended while the page was open: it stays as it is, and one signs in again over it. */
export default function SignInAgain() {
  const text = useText();
  const { t } = text;
  const ended = useStore(sessionEnded, (value) => value);
  const queries = useQueryClient();
  const [token, setToken] = useState('');
  const login = useMutation({
    mutationFn: (secret: string) => ask('POST /api/v1/login', { body: { token: secret } }),
    onSuccess: goOn,
  });

  // Somebody may have signed in with a link, in another tab.
  useEffect(() => {
    if (!ended) return undefined;
    const look = async () => {
      const me = await whoAmI();
      if (me) goOn(me);
    };
    const onFocus = () => void look();
    window.addEventListener('focus', onFocus);
    return () => window.removeEventListener('focus', onFocus);
  });

  function goOn(me: Me): void {
    const before = queries.getQueryData(meQuery.queryKey);
    // Somebody else must not find what was shown to the one before.
    if (before && before.name !== me.name) {
      location.reload();
      return;
    }
    setToken('');
    login.reset();
    queries.setQueryData(meQuery.queryKey, me);
    sessionBegan();
    void queries.invalidateQueries();
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (token.trim() !== '') login.mutate(token.trim());
  }

  return (
    <Dialog open={ended} onClose={() => {}} title={t('sessionEnded.title')} text={t('sessionEnded.text')}>
      <form onSubmit={submit} className="mt-4 flex flex-col gap-4">
        <TextField
          label={t('login.token')}
          type="password"
          autoComplete="current-password"
          autoFocus
          value={token}
          onChange={(change) => setToken(change.target.value)}
          problem={login.isError ? loginProblem(text, login.error) : null}
          help={
            <>
              {t('login.help')} <code className="select-all font-mono text-ink">yagura login</code>
            </>
          }
        />
        <div className="flex justify-end">
          <Button type="submit" look="main" disabled={login.isPending || login.isSuccess}>
            {t(login.isPending ? 'login.checking' : 'login.signIn')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
