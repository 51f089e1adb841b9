import { useMemo } from 'react';
import type { Found } from '../../data/prometheus.ts';
import { useText } from '../../i18n/index.ts';
import { numbersIn, seriesText } from './series-text.ts';

const mostRows = 500;

/** Each series at the end of the period. */
export function ExploreTable({ series }: { series: readonly Found[] }) {
  const { t, format, language } = useText();
  const numbers = useMemo(() => numbersIn(language), [language]);
  return (
    <div className="overflow-x-auto">
      <table className="figures w-full text-xs">
        <thead className="text-ink-faint">
          <tr>
            <th scope="col" className="px-2 py-1.5 text-left font-normal">
              {t('explore.series')}
            </th>
            <th scope="col" className="px-2 py-1.5 text-right font-normal">
              {t('explore.value')}
            </th>
          </tr>
        </thead>
        <tbody>
          {series.slice(0, mostRows).map(({ labels, values, times }) => {
            const name = seriesText(labels);
            const [time, value] = [times.at(-1), values.at(-1)];
            return (
              <tr key={name} className="border-line border-t">
                <td className="px-2 py-1.5 font-mono [overflow-wrap:anywhere]">{name}</td>
                <td
                  className="whitespace-nowrap px-2 py-1.5 text-right font-medium"
                  title={time === undefined ? undefined : format.utc(time)}
                >
                  {value === undefined ? '–' : numbers.full(value)}
                  {values.length > 1 && (
                    <span className="font-normal text-ink-faint">
                      {' '}
                      {t('explore.samples', { count: values.length })}
                    </span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {series.length > mostRows && (
        <p className="px-2 pt-2 text-ink-faint text-xs">
          {t('explore.someRows', { shown: format.count(mostRows), count: series.length })}
        </p>
      )}
    </div>
  );
}
