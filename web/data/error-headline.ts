/** What mostly goes wrong, in a sentence. Pure. */
import type { Text } from '../i18n/index.ts';
import type { ErrorSummary } from './types.ts';

/** A share that deserves to be called most of it. */
const most = 0.5;

/** `newSince`: when the first of the new kinds was seen (ISO); null: there are none, or it is not known. */
export function errorHeadline(
  { t, format }: Pick<Text, 't' | 'format'>,
  { totals, categories }: ErrorSummary,
  newSince: string | null,
): string {
  if (totals.occurrences === 0) {
    return totals.unresolved + totals.regressed === 0
      ? t('errors.headline.nothing')
      : t('errors.headline.quiet');
  }
  const news =
    totals.new === 0
      ? []
      : [
          newSince === null
            ? t('errors.headline.new', { count: totals.new })
            : t('errors.headline.newSince', { count: totals.new, time: format.clock(newSince) }),
        ];
  const clauses = [
    ...(totals.regressed > 0 ? [t('errors.headline.regressed', { count: totals.regressed })] : []),
    ...news,
    ...(totals.spiking > 0 ? [t('errors.headline.spiking', { count: totals.spiking })] : []),
    ...(totals.growing > 0 ? [t('errors.headline.growing', { count: totals.growing })] : []),
  ];
  const [largest] = categories.toSorted((a, b) => b.count - a.count);
  const share = largest ? largest.count / totals.occurrences : 0;
  const mostly = largest
    ? t(share >= most ? 'errors.headline.mostly' : 'errors.headline.first', {
        category: t(`errors.categories.${largest.category}`),
        share: format.ratio(share),
      })
    : '';
  const began =
    clauses.length === 0 ? t('errors.headline.known', { count: totals.groups }) : format.clauses(clauses);
  return t('errors.headline.whole', { began, mostly });
}
