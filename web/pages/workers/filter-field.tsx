import { type KeyboardEvent, type RefObject, useId, useMemo, useState } from 'react';
import { Icon, StateIcon } from '../../components/icon.tsx';
import { isComposing } from '../../data/composing.ts';
import { fieldOf } from '../../data/filter/fields.ts';
import type { Filter, Mistake, Span } from '../../data/filter/parse.ts';
import { suggest, type Suggestion } from '../../data/filter/suggest.ts';
import { useTyped } from '../../data/use-typed.ts';
import { type Doubt, doubtsOf, type Vocabulary } from '../../data/filter/vocabulary.ts';
import type { WorkerState } from '../../data/types.ts';
import { type Text, useText } from '../../i18n/index.ts';
import { FilterHelp } from './filter-help.tsx';

interface FilterFieldProps {
  text: string;
  onText: (text: string) => void;
  /** Where the caret stands while one writes, else null. */
  onCaret: (caret: number | null) => void;
  /** What was understood of the text, what is still being typed left out of its mistakes. */
  filter: Filter;
  vocabulary: Vocabulary;
  input: RefObject<HTMLInputElement | null>;
  /** Enter, with nothing to be taken over: on to the list. */
  onDone: () => void;
}

/** The typed filter, with what could come next below it, and with what is wrong with it in words. */
export function FilterField(props: FilterFieldProps) {
  const { onText, onCaret, filter, vocabulary, input, onDone } = props;
  const { t } = useText();
  const id = useId();
  const { typed, setTyped, give } = useTyped(props.text, onText);
  const [caret, setCaret] = useState<number | null>(null);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const suggestions = useMemo(
    () => (open && caret !== null ? suggest(typed, caret, vocabulary) : null),
    [open, caret, typed, vocabulary],
  );
  const options = suggestions?.options ?? [];
  const shown = options.length > 0;

  function write(next: string, at: number): void {
    setTyped(next);
    place(at);
    setActive(-1);
    give(next);
  }

  function place(at: number | null): void {
    setCaret(at);
    onCaret(at);
  }

  function take({ insert, kind }: Suggestion): void {
    if (!suggestions) return;
    const value = typed;
    // What is complete is followed by a blank, so that the next may be typed.
    const ending = kind === 'key' || kind === 'label' ? '' : ' ';
    const before = value.slice(0, suggestions.from) + insert + ending;
    write(before + value.slice(suggestions.to).replace(/^\s/, ''), before.length);
    requestAnimationFrame(() => input.current?.setSelectionRange(before.length, before.length));
  }

  function press(event: KeyboardEvent): void {
    // Enter ends a word of Japanese first.
    if (isComposing(event.nativeEvent)) return;
    const chosen = options[active];
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move !== undefined) {
      event.preventDefault();
      if (!open) setOpen(true);
      else if (shown)
        setActive((active + move + options.length + (active < 0 && move < 0 ? 1 : 0)) % options.length);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && shown && chosen) {
      event.preventDefault();
      take(chosen);
    } else if (event.key === 'Enter') {
      setOpen(false);
      onDone();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (shown) setOpen(false);
      else if (typed === '') input.current?.blur();
      else write('', 0);
    }
  }

  return (
    <div className="min-w-0 flex-1">
      <div className="relative">
        <label htmlFor={id} className="sr-only">
          {t('filter.title')}
        </label>
        <span className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-faint">
          <Icon name="find" />
        </span>
        <input
          ref={input}
          id={id}
          role="combobox"
          aria-expanded={shown}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={shown && active >= 0 ? `${id}-${active}` : undefined}
          aria-invalid={filter.mistakes.length > 0}
          aria-describedby={`${id}-said`}
          type="text"
          enterKeyHint="search"
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          value={typed}
          placeholder={t('filter.placeholder')}
          onChange={({ target }) => {
            setOpen(true);
            write(target.value, target.selectionStart ?? target.value.length);
          }}
          onSelect={({ currentTarget }) => place(currentTarget.selectionStart)}
          onFocus={({ currentTarget }) => place(currentTarget.selectionStart)}
          onClick={() => setOpen(true)}
          onBlur={() => {
            setOpen(false);
            setActive(-1);
            place(null);
          }}
          onKeyDown={press}
          className="h-10 w-full rounded-sm border border-line-strong bg-ground pr-18 pl-8.5 text-base text-ink placeholder:text-ink-faint aria-invalid:border-warn sm:h-9 sm:text-sm"
        />
        <span className="absolute top-1/2 right-1 flex -translate-y-1/2 items-center">
          {typed !== '' && (
            <button
              type="button"
              aria-label={t('filter.clear')}
              title={t('filter.clear')}
              onClick={() => {
                write('', 0);
                input.current?.focus();
              }}
              className="flex size-8 items-center justify-center rounded-sm text-ink-faint hover:text-ink"
            >
              <Icon name="cross" size={12} />
            </button>
          )}
          <FilterHelp
            vocabulary={vocabulary}
            onTry={(example) => {
              const before = typed.trimEnd();
              const next = before === '' ? example : `${before} ${example}`;
              write(next, next.length);
            }}
          />
        </span>
        {shown && (
          <ul
            id={`${id}-list`}
            role="listbox"
            aria-label={t('filter.suggestions')}
            // The focus stays in the field.
            onMouseDown={(event) => event.preventDefault()}
            className="absolute top-full left-0 z-30 mt-1 max-h-[min(60dvh,420px)] w-full max-w-lg overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-raised"
          >
            {options.map((option, at) => (
              <li
                key={option.insert}
                id={`${id}-${at}`}
                role="option"
                aria-selected={at === active}
                ref={at === active ? intoView : undefined}
                onClick={() => take(option)}
                className={`flex min-h-10 cursor-default items-center gap-3 rounded-sm px-2 text-sm sm:min-h-8 ${
                  at === active ? 'bg-accent-soft text-accent' : 'hover:bg-hover'
                }`}
              >
                <SuggestionText option={option} />
              </li>
            ))}
          </ul>
        )}
      </div>
      <Said id={`${id}-said`} filter={filter} vocabulary={vocabulary} input={input} />
    </div>
  );
}

const intoView = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' });

function SuggestionText({ option }: { option: Suggestion }) {
  const text = useText();
  const { insert, count } = option;
  return (
    <>
      <bdi className="min-w-0 truncate font-mono text-xs">{insert}</bdi>
      <span className="min-w-0 flex-1 truncate text-ink-faint text-xs">{aboutOption(text, option)}</span>
      {count !== null && <span className="figures text-ink-faint text-xs">{text.format.count(count)}</span>}
    </>
  );
}

function aboutOption({ t }: Text, { kind, key, value }: Suggestion): string {
  if (kind === 'label') return t('filter.label');
  if (kind === 'name') return t('filter.name');
  if (key === 'state' && value !== '') return t(`state.${value as WorkerState}`);
  const field = fieldOf(key);
  return field === null || (kind === 'value' && field !== 'is') ? '' : t(`filter.keys.${field}`);
}

interface SaidProps {
  id: string;
  filter: Filter;
  vocabulary: Vocabulary;
  input: RefObject<HTMLInputElement | null>;
}

/** What was not understood, and where: a click marks it in the field. */
function Said({ id, filter, vocabulary, input }: SaidProps) {
  const text = useText();
  const doubts = useMemo(() => doubtsOf(filter, vocabulary), [filter, vocabulary]);
  const mark = ({ from, to }: Span) => {
    input.current?.focus();
    input.current?.setSelectionRange(from, to);
  };
  const said = [
    ...filter.mistakes.map((mistake) => ({ span: mistake as Span, text: mistakeText(text, mistake) })),
    ...doubts.map((doubt) => ({ span: doubt.term as Span, text: doubtText(text, doubt) })),
  ];
  return (
    <div id={id} role="status" className="text-xs">
      {said.map(({ span, text: words }) => (
        <button
          key={`${span.from} ${words}`}
          type="button"
          onClick={() => mark(span)}
          className="mt-1 flex min-h-6 items-center gap-1.5 text-left text-warn underline-offset-2 hover:underline"
        >
          <StateIcon state="degraded" size={12} />
          {words}
        </button>
      ))}
    </div>
  );
}

function mistakeText({ t, format }: Text, mistake: Mistake): string {
  const { code, key, value, amount, choices } = mistake;
  switch (code) {
    case 'no-such-value':
      return t('filter.wrong.noSuchValue', { key, value, choices: format.list([...(choices ?? [])]) });
    case 'no-value':
      return choices
        ? t('filter.wrong.noChoice', { key, choices: format.list([...choices]) })
        : t('filter.wrong.noValue', { key, example: amount ? examples[amount] : 'x' });
    case 'needs-unit':
      return t('filter.wrong.needsUnit', { key, value, example: amount ? examples[amount] : '' });
    case 'needs-comparison':
      return t('filter.wrong.needsComparison', { key, value });
    case 'not-comparable':
      return t('filter.wrong.notComparable', { key });
    case 'open-quote':
      return t('filter.wrong.openQuote', { value });
    default:
      return t('filter.wrong.noAmount', { key, value, example: amount ? examples[amount] : '' });
  }
}

const examples = { ratio: '50%', bytes: '500MiB', duration: '5m', count: '3' };

function doubtText({ t }: Text, { term, perhaps }: Doubt): string {
  const { label } = term;
  return perhaps === null ? t('filter.noLabel', { label }) : t('filter.noLabelPerhaps', { label, perhaps });
}
