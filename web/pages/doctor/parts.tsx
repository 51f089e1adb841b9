import { StateIcon } from '../../components/icon.tsx';
import { partLooks } from '../../components/state.tsx';
import { partName } from '../../data/part-name.ts';
import type { Doctor, Part } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';
import type en from '../../i18n/en/index.ts';

const order: readonly Part['state'][] = ['down', 'troubled', 'well'];

/** What Yagura is made of, the sick first: how each is, since when, and what a person can do. */
export function Parts({ parts }: { parts: Doctor['parts'] }) {
  const { t, format, say } = useText();
  return (
    <ul>
      {parts
        .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
        .map((part) => {
          const { tone, like } = partLooks[part.state];
          return (
            <li
              key={part.name}
              className="flex gap-3 border-line border-t px-4 py-3 text-sm first:border-t-0"
            >
              <span className={`mt-0.5 ${tone}`}>
                <StateIcon state={like} />
              </span>
              <div className="min-w-0 flex-1">
                <p className="flex flex-wrap items-baseline gap-x-2.5">
                  <span className="font-semibold">{partName({ t }, part.name)}</span>
                  <span className={tone}>{t(`own.state.${part.state}`)}</span>
                  {part.since !== null && (
                    <span className="figures text-ink-faint text-xs" title={format.utc(part.since)}>
                      {t('common.since', { time: format.clock(part.since) })}
                    </span>
                  )}
                </p>
                {part.state === 'well' ? (
                  <p className="text-ink-faint">
                    {t(`doctor.partTexts.${part.name as keyof typeof en.doctor.partTexts}`, {
                      defaultValue: '',
                    })}
                  </p>
                ) : (
                  <p className="text-ink">{say(part.detail)}</p>
                )}
                {part.mend !== null && (
                  <p className="mt-1 rounded-sm bg-accent-soft px-2.5 py-1.5 text-ink">
                    <span className="font-medium">{t('doctor.mend')}</span> {say(part.mend)}
                  </p>
                )}
              </div>
            </li>
          );
        })}
    </ul>
  );
}
