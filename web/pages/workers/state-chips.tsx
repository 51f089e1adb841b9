import { StateIcon } from '../../components/icon.tsx';
import { toneGround, toneText } from '../../components/state.tsx';
import { statesIn, toggleState } from '../../data/filter/edit.ts';
import type { Vocabulary } from '../../data/filter/vocabulary.ts';
import { steadyFirst, toneOf } from '../../data/standing.ts';
import { useText } from '../../i18n/index.ts';

interface StateChipsProps {
  text: string;
  onText: (text: string) => void;
  vocabulary: Vocabulary;
}

/** The states that occur; a click changes the filter's text. */
export function StateChips({ text, onText, vocabulary }: StateChipsProps) {
  const { t, format } = useText();
  const asked = statesIn(text);
  return (
    <div
      role="group"
      aria-label={t('workers.byState')}
      className="flex gap-1 sm:-ml-2 max-sm:-mx-4 max-sm:overflow-x-auto max-sm:px-4 max-sm:[scrollbar-width:none] sm:flex-wrap"
    >
      {steadyFirst.map((state) => {
        const count = vocabulary.states.get(state) ?? 0;
        const pressed = asked.includes(state);
        if (count === 0 && !pressed) return null;
        const tone = toneOf(state);
        return (
          <button
            key={state}
            type="button"
            aria-pressed={pressed}
            onClick={() => onText(toggleState(text, state))}
            className={`figures inline-flex h-10 shrink-0 items-center gap-1.5 rounded-sm border px-2.5 text-xs sm:h-7 sm:px-2 ${toneText[tone]} ${
              pressed ? `border-current ${toneGround[tone]}` : 'border-transparent hover:bg-hover'
            }`}
          >
            <StateIcon state={state} size={12} />
            {t(`state.${state}`)} {format.count(count)}
          </button>
        );
      })}
    </div>
  );
}
