import { Link } from '@tanstack/react-router';
import { useText } from '../i18n/index.ts';

/** The pages about alerts, each a tab of one place. */
const tabs = [
  { to: '/alerts', name: 'alerts' },
  { to: '/silences', name: 'silences' },
  { to: '/rules', name: 'rules' },
  { to: '/channels', name: 'channels' },
] as const;

export function AlertTabs() {
  const { t } = useText();
  return (
    <nav aria-label={t('alerts.tabs.label')} className="-mx-1 mb-4 flex overflow-x-auto border-line border-b">
      {tabs.map(({ to, name }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: true, includeSearch: false }}
          className="flex h-10 items-center whitespace-nowrap border-transparent border-b-2 px-3 text-ink-soft text-sm hover:text-ink data-[status=active]:border-accent data-[status=active]:font-medium data-[status=active]:text-ink"
        >
          {t(`alerts.tabs.${name}`)}
        </Link>
      ))}
    </nav>
  );
}
