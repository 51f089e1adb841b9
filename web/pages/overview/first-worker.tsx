import { useText } from '../../i18n/index.ts';

const example = `workers:
  mailer:
    command: node mailer.js
    health:
      - http: http://127.0.0.1:3000/health
    limits: { memory: 512MB }
    labels: { team: post }
`;

/** What a fleet without workers needs: a first yagura.yaml. */
export function FirstWorker() {
  const { t } = useText();
  return (
    <section aria-label={t('first.title')} className="card max-w-2xl p-6">
      <h2 className="font-semibold text-lg">{t('first.title')}</h2>
      <p className="mt-2 text-ink-soft">{t('first.text', { file: 'yagura.yaml' })}</p>
      <Code>{example}</Code>
      <p className="mt-4 text-ink-soft">{t('first.apply')}</p>
      <Code>yagura apply</Code>
      <p className="mt-4 text-ink-soft">{t('first.after')}</p>
    </section>
  );
}

function Code({ children }: { children: string }) {
  return (
    <pre
      translate="no"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways
      tabIndex={0}
      className="mt-2 overflow-x-auto rounded-sm bg-sunken p-4 font-mono text-ink text-sm"
    >
      {children}
    </pre>
  );
}
