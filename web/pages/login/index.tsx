import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Mark } from '../../components/mark.tsx';
import { ask } from '../../data/api.ts';
import { loginProblem } from '../../data/login-problem.ts';
import { chooseLanguage, languages, useText } from '../../i18n/index.ts';

export function Login({ next, linkExpired }: { next: string; linkExpired: boolean }) {
  const text = useText();
  const { t, language } = text;
  const [token, setToken] = useState('');
  const login = useMutation({
    mutationFn: (secret: string) => ask('POST /api/v1/login', { body: { token: secret } }),
    // A new document, so that nothing from before the login stays in memory.
    onSuccess: () => location.replace(next),
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (token.trim() !== '') login.mutate(token.trim());
  }
  const other = language === 'ja' ? 'en' : 'ja';
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center gap-3 text-accent">
          <Mark size={44} />
          <div>
            <h1 className="font-semibold text-2xl text-ink tracking-tight">Yagura</h1>
            <p className="text-ink-soft text-sm">{t('login.motto')}</p>
          </div>
        </div>
        <form onSubmit={submit} className="card p-5">
          <label className="block font-medium text-sm" htmlFor="token">
            {t('login.token')}
          </label>
          <input
            id="token"
            type="password"
            autoComplete="current-password"
            autoFocus
            value={token}
            onChange={(event) => setToken(event.target.value)}
            aria-describedby="token-help"
            aria-invalid={login.isError}
            className="mt-1.5 h-10 w-full rounded-sm border border-line-strong bg-ground px-3 font-mono text-sm"
          />
          {(login.isError || (linkExpired && login.isIdle)) && (
            <p role="alert" className="mt-2 text-bad text-sm">
              {login.isError ? loginProblem(text, login.error) : t('login.linkExpired')}
            </p>
          )}
          <Button type="submit" look="main" disabled={login.isPending} className="mt-4 h-10 w-full">
            {t(login.isPending ? 'login.checking' : 'login.signIn')}
          </Button>
          <div id="token-help" className="mt-5 border-line border-t pt-4 text-ink-soft text-sm">
            <p>{t('login.help')}</p>
            <code className="mt-2 block select-all rounded-sm bg-sunken px-3 py-2 font-mono text-ink text-xs">
              yagura login
            </code>
            <p className="mt-2 text-ink-faint text-xs">{t('login.helpFile')}</p>
          </div>
        </form>
        <p className="mt-4 text-center">
          <button
            type="button"
            lang={other}
            onClick={() => void chooseLanguage(other)}
            className="text-ink-soft text-sm underline-offset-2 hover:underline"
          >
            {languages[other]}
          </button>
        </p>
      </div>
    </main>
  );
}
