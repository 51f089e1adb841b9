import type { ConfigChange } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

/** What differs in a spec, as a diff that is also read without colours: what was with a minus, what is to be with a plus. */
export function DifferenceList({ change }: { change: ConfigChange }) {
  const { t } = useText();
  if (change.differences.length === 0) return null;
  return (
    <dl className="mt-2 flex flex-col gap-2">
      {change.differences.map(({ path, from, to }) => (
        <div key={path} className="min-w-0">
          <dt className="font-mono text-ink-soft text-xs">{path}</dt>
          <dd className="overflow-hidden rounded-sm border border-line bg-surface font-mono text-xs leading-5">
            {from !== null && (
              <del className="flex gap-2 bg-bad-soft px-2 no-underline">
                <span aria-hidden="true" className="select-none text-bad">
                  −
                </span>
                <span className="sr-only">{t('spec.was')} </span>
                <span className="min-w-0 whitespace-pre-wrap break-all">{from}</span>
              </del>
            )}
            {to !== null && (
              <ins className="flex gap-2 bg-well-soft px-2 no-underline">
                <span aria-hidden="true" className="select-none text-well">
                  +
                </span>
                <span className="sr-only">{t('spec.willBe')} </span>
                <span className="min-w-0 whitespace-pre-wrap break-all">{to}</span>
              </ins>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
