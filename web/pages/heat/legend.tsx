import { type HeatFigure, type HeatRow, heatSteps, thresholdsOf } from '../../data/heat.ts';
import { type Text, useText } from '../../i18n/index.ts';

/** What the colours mean: from where on each is used. */
export function HeatLegend({ figure, rows }: { figure: HeatFigure; rows: readonly HeatRow[] }) {
  const text = useText();
  const { t } = text;
  const thresholds = thresholdsOf(figure, rows);
  return (
    <div className="figures flex flex-wrap items-center gap-x-5 gap-y-1 border-line border-t px-4 py-2 text-ink-faint text-xs">
      <span>{t(`heat.meanings.${figure}`)}</span>
      <ol className="flex max-sm:w-full" aria-label={t('heat.legend')}>
        {Array.from({ length: heatSteps }, (_, step) => (
          <li key={step} className="flex w-16 flex-col gap-1 whitespace-nowrap max-sm:w-auto max-sm:flex-1">
            <span
              className="h-3 border-line border-y first:border-l"
              style={{ background: `var(--heat-${step})` }}
            />
            <span>{stepText(text, figure, thresholds, step)}</span>
          </li>
        ))}
      </ol>
      <span className="flex items-center gap-1.5">
        <span className="h-px w-4 bg-line-strong" />
        {t('heat.unknown')}
      </span>
      <span className="max-sm:hidden">{t('heat.hint')}</span>
    </div>
  );
}

function stepText(text: Text, figure: HeatFigure, thresholds: readonly number[], step: number): string {
  const from = thresholds[step - 1];
  if (from === undefined)
    return figure === 'cpu' || figure === 'memory'
      ? `< ${boundText(text, figure, thresholds[0] ?? 0)}`
      : heatValue(text, figure, 0);
  return from === Number.MIN_VALUE ? '> 0' : `≥ ${boundText(text, figure, from)}`;
}

/** Bounds are round numbers. */
function boundText(text: Text, figure: HeatFigure, bound: number): string {
  return figure === 'cpu'
    ? `${text.format.count(bound * 100)}%`
    : heatValue(text, figure, bound).replace(/\.0(?=\D)/, '');
}

/** The figure of a cell. */
export function heatValue({ format }: Pick<Text, 'format'>, figure: HeatFigure, value: number): string {
  if (figure === 'memory') return format.bytes(value);
  return figure === 'restarts'
    ? format.count(value)
    : figure === 'unwell'
      ? `${format.count(Math.ceil(value * 100))}%`
      : format.ratio(value);
}

/** What a row comes to. */
export function heatTotal(
  text: Pick<Text, 'format' | 't'>,
  figure: HeatFigure,
  total: number | null,
): string {
  const { format } = text;
  if (total === null) return '–';
  if (figure === 'unwell')
    return total === 0 ? '0' : format.duration(Math.max(1_000, Math.round(total / 1_000) * 1_000));
  return heatValue(text, figure, total);
}
