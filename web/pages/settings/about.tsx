import { Link } from '@tanstack/react-router';
import { Block, Loading } from '../../components/block.tsx';
import { Fact } from '../../components/facts.tsx';
import { Mark } from '../../components/mark.tsx';
import { useSystem, useUptime } from '../../data/use-fleet.ts';
import { useText } from '../../i18n/index.ts';

const link = 'inline-flex min-h-10 items-center text-accent underline-offset-2 hover:underline sm:min-h-8';

/** Which Yagura this is. */
export function About() {
  const { t, format } = useText();
  const system = useSystem((all) => all);
  const { since, ms } = useUptime();
  return (
    <Block title={t('preferences.about')}>
      {!system ? (
        <Loading />
      ) : (
        <div className="flex items-start gap-4">
          <span className="text-accent">
            <Mark size={44} />
          </span>
          <div className="min-w-0 text-sm">
            <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-6 gap-y-1">
              <Fact name="Yagura">
                <span className="figures font-medium">{system.version}</span>
              </Fact>
              <Fact name={t('workers.uptime')}>
                <span className="figures" title={format.utc(since)}>
                  {format.duration(ms)}
                </span>
              </Fact>
              <Fact name={t('preferences.licence')}>MIT</Fact>
            </dl>
            <p className="mt-2 flex flex-wrap gap-x-5">
              <a href="/docs" className={link}>
                {t('preferences.apiDocs')}
              </a>
              <a href="/api/v1/openapi.json" className={link}>
                OpenAPI
              </a>
              <Link to="/doctor" className={link}>
                {t('preferences.toDoctor')}
              </Link>
            </p>
          </div>
        </div>
      )}
    </Block>
  );
}
