import { StateIcon } from '../../components/icon.tsx';
import { toneGround, toneText } from '../../components/state.tsx';
import { steadyFirst, toneOf } from '../../data/standing.ts';
import { useText } from '../../i18n/index.ts';

const swatches = [
  'bg-ground',
  'bg-surface',
  'bg-raised',
  'bg-sunken',
  'bg-hover',
  'bg-line',
  'bg-line-strong',
  'bg-ink',
  'bg-ink-soft',
  'bg-ink-faint',
  'bg-accent',
  'bg-accent-soft',
  'bg-well',
  'bg-busy',
  'bg-warn',
  'bg-bad',
  'bg-rest',
  'bg-lamp',
];

/** Every colour and every state, in the light and in the dark at once. */
export function Colours() {
  const { t } = useText();
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {(['light', 'dark'] as const).map((scheme) => (
        <div
          key={scheme}
          data-scheme={scheme}
          className="rounded-md border border-line bg-ground p-4 text-ink"
        >
          <p className="mb-3 font-medium text-sm">{t(`settings.themes.${scheme}`)}</p>
          <ul className="grid grid-cols-3 gap-2 sm:grid-cols-6">
            {swatches.map((swatch) => (
              <li key={swatch} className="min-w-0">
                <div className={`h-10 rounded-sm border border-line ${swatch}`} />
                <span className="block truncate font-mono text-ink-soft text-xs" translate="no">
                  {swatch.slice('bg-'.length)}
                </span>
              </li>
            ))}
          </ul>
          <ul className="mt-4 flex flex-wrap gap-2">
            {steadyFirst.map((state) => (
              <li
                key={state}
                className={`inline-flex items-center gap-2 rounded-sm px-2.5 py-1 font-medium text-sm ${toneText[toneOf(state)]} ${toneGround[toneOf(state)]}`}
              >
                <StateIcon state={state} size={18} />
                {t(`state.${state}`)}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
