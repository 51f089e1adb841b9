import { useId, useMemo, useState } from 'react';
import { CategoryIcon } from '../../components/category.tsx';
import type { Category } from '../../data/categories.ts';
import type { ErrorSummary } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';
import { type Band, bandsOf, highestOf, outlines } from './bands.ts';

/** The most is the darkest, as everywhere; neighbours differ by lightness. */
const shades = ['--heat-5', '--heat-4', '--heat-3', '--heat-2', '--heat-1'] as const;
const shadeOf = (at: number) => `var(${shades[at] ?? '--heat-1'})`;
const height = 120;

interface PictureProps {
  summary: ErrorSummary;
  chosen: Category | undefined;
  onChoose: (category: Category | undefined) => void;
}

/** What mostly goes wrong: how much of each category there was in each step, and a list that says the same in figures. */
export function Picture({ summary, chosen, onChoose }: PictureProps) {
  const { t, format } = useText();
  const bands = useMemo(() => bandsOf(summary), [summary]);
  const [at, setAt] = useState<number | null>(null);
  const { times, stepMs, deploys } = summary;
  const begin = times[0] ?? 0;
  const end = (times.at(-1) ?? 0) + stepMs;
  const time = at === null ? undefined : times[at];
  return (
    <div className="grid gap-x-8 gap-y-3 px-4 pt-1 pb-4 lg:grid-cols-[minmax(0,1fr)_minmax(300px,400px)]">
      <div className="min-w-0">
        <p className="figures flex min-h-8 items-baseline gap-x-3 overflow-hidden text-ink-faint text-xs">
          {time === undefined ? (
            t('errors.picture.each', { time: format.duration(stepMs) })
          ) : (
            <>
              <span className="shrink-0 font-medium text-ink">{format.clock(time)}</span>
              <span className="line-clamp-2 min-w-0">
                {bands
                  .filter(({ counts }) => (counts[at ?? 0] ?? 0) > 0)
                  .map(
                    ({ category, counts }) => `${nameOf(t, category)} ${format.count(counts[at ?? 0] ?? 0)}`,
                  )
                  .join(' · ') || t('errors.picture.none')}
              </span>
            </>
          )}
        </p>
        <div className="flex gap-2">
          <div
            aria-hidden="true"
            className="figures flex w-8 shrink-0 flex-col justify-between text-right text-ink-faint text-xs leading-none"
          >
            <span>{format.count(highestOf(bands))}</span>
            <span>0</span>
          </div>
          <div className="relative min-w-0 flex-1">
            <Areas bands={bands} steps={times.length} chosen={chosen} onChoose={onChoose} onStep={setAt} />
            {deploys.map(({ id, time: marked, version }) => {
              const place = (Date.parse(marked) - begin) / (end - begin);
              return (
                place >= 0 &&
                place <= 1 && (
                  <span
                    key={id}
                    title={`${t('errors.marks.deploy', { version })} · ${format.time(marked)}`}
                    className="absolute inset-y-0 border-accent border-l-2 border-dotted"
                    style={{ left: `${place * 100}%` }}
                  >
                    <span className="ml-1 max-w-24 truncate bg-surface px-0.5 text-accent text-xs">
                      {version}
                    </span>
                  </span>
                )
              );
            })}
          </div>
        </div>
        <div aria-hidden="true" className="figures mt-1 flex justify-between pl-10 text-ink-faint text-xs">
          {[begin, (begin + end) / 2, end].map((each) => (
            <span key={each}>{format.clock(each)}</span>
          ))}
        </div>
      </div>
      <Shares summary={summary} bands={bands} chosen={chosen} onChoose={onChoose} />
    </div>
  );
}

type Translate = ReturnType<typeof useText>['t'];

const nameOf = (t: Translate, category: Category | null) =>
  category === null ? t('errors.picture.others') : t(`errors.categories.${category}`);

interface AreasProps extends Pick<PictureProps, 'chosen' | 'onChoose'> {
  bands: readonly Band[];
  steps: number;
  onStep: (at: number | null) => void;
}

function Areas({ bands, steps, chosen, onChoose, onStep }: AreasProps) {
  const { t, format } = useText();
  const paths = useMemo(() => outlines(bands, height), [bands]);
  const label = bands.map(({ category, count }) => `${nameOf(t, category)} ${format.count(count)}`);
  return (
    <svg
      role="img"
      aria-label={t('errors.picture.label', { list: format.list(label) })}
      viewBox={`0 0 ${Math.max(1, steps)} ${height}`}
      preserveAspectRatio="none"
      className="block h-28 w-full border-line border-b sm:h-40"
      onPointerMove={({ clientX, currentTarget }) => {
        const { left, width } = currentTarget.getBoundingClientRect();
        onStep(Math.max(0, Math.min(steps - 1, Math.floor(((clientX - left) / width) * steps))));
      }}
      onPointerLeave={() => onStep(null)}
    >
      {bands.map(({ category }, at) => {
        const isDim = chosen !== undefined && chosen !== category;
        return (
          <path
            key={category ?? 'others'}
            d={paths[at]}
            style={{ fill: shadeOf(at), opacity: isDim ? 0.35 : 1 }}
            stroke="var(--surface)"
            strokeWidth={1}
            vectorEffect="non-scaling-stroke"
            className={category === null ? '' : 'cursor-pointer'}
            {...(category === null
              ? {}
              : { onClick: () => onChoose(chosen === category ? undefined : category) })}
          />
        );
      })}
    </svg>
  );
}

/** Every category with its share: the picture's legend, and its list for those who don't see it. */
function Shares({
  summary: { categories, totals },
  bands,
  chosen,
  onChoose,
}: PictureProps & { bands: readonly Band[] }) {
  const { t, format } = useText();
  const id = useId();
  const sorted = categories.toSorted((a, b) => b.count - a.count);
  const shade = (category: Category) => {
    const at = bands.findIndex((band) => band.category === category);
    return shadeOf(at < 0 ? bands.length - 1 : at);
  };
  return (
    <div className="min-w-0">
      <h3 id={id} className="mb-1 text-ink-faint text-xs">
        {t('errors.picture.shares')}
      </h3>
      <ul aria-labelledby={id} className="-mx-2">
        {sorted.map(({ category, count, groupCount }) => (
          <li key={category}>
            <button
              type="button"
              aria-pressed={chosen === category}
              onClick={() => onChoose(chosen === category ? undefined : category)}
              title={t('errors.picture.kinds', { count: groupCount })}
              className="figures grid min-h-10 w-full grid-cols-[12px_16px_minmax(0,1fr)_52px_60px] items-center gap-2 rounded-sm px-2 text-left text-sm hover:bg-hover sm:grid-cols-[12px_16px_minmax(0,1fr)_88px_52px_60px] aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent sm:min-h-7"
            >
              <span
                className="size-3 rounded-sm border border-line"
                style={{ background: shade(category) }}
              />
              <CategoryIcon category={category} size={14} />
              <span className="truncate">{t(`errors.categories.${category}`)}</span>
              <span aria-hidden="true" className="h-1.5 rounded-sm bg-sunken max-sm:hidden">
                <span
                  className="block h-full rounded-sm bg-ink-faint"
                  style={{ width: `${(100 * count) / Math.max(1, totals.occurrences)}%` }}
                />
              </span>
              <span className="text-right">{format.ratio(count / Math.max(1, totals.occurrences))}</span>
              <span className="text-right text-ink-faint">{format.count(count)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
