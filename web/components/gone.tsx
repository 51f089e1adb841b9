import { Link } from '@tanstack/react-router';
import { useText } from '../i18n/index.ts';

/** What was asked for is not there, or not any more; where the others are. */
export function Gone({
  what,
  to,
}: {
  what: 'error' | 'rules' | 'incidents';
  to: '/errors' | '/rules' | '/incidents';
}) {
  const { t } = useText();
  return (
    <div className="py-16 text-center">
      <h1 className="font-semibold text-lg">{t(`${what}.gone`)}</h1>
      <p className="mt-2">
        <Link to={to} className="text-accent underline underline-offset-2">
          {t(`${what}.toList`)}
        </Link>
      </p>
    </div>
  );
}
