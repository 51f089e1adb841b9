import { Link } from '@tanstack/react-router';
import { useText } from '../i18n/index.ts';

export function NotFound() {
  const { t } = useText();
  return (
    <div className="mx-auto max-w-xl py-16 text-center">
      <h1 className="font-semibold text-xl">{t('notFound.title')}</h1>
      <p className="mt-2 text-ink-soft">{t('notFound.text')}</p>
      <Link to="/" className="mt-4 inline-block font-medium text-accent underline underline-offset-2">
        {t('nav.toOverview')}
      </Link>
    </div>
  );
}
