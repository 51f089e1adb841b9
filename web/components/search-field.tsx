import { useEffect, useId, useRef } from 'react';
import { useKeys } from '../data/keys.ts';
import { isComposing } from '../data/composing.ts';
import { useTyped } from '../data/use-typed.ts';
import { Icon } from './icon.tsx';

interface SearchFieldProps {
  label: string;
  value: string;
  onSearch: (value: string) => void;
  maxLength: number;
  /** The field that `/` leads to; one on a page. */
  isMain?: boolean;
  /** What the text could become while somebody types. */
  suggest?: (typed: string) => readonly string[];
}

const pauseMs = 250;

/** Looks for what was typed once one pauses, or at once with Enter. */
export function SearchField({
  label,
  value,
  onSearch,
  maxLength,
  isMain = false,
  suggest,
}: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  useKeys(isMain ? [{ keys: '/', group: 'page', text: label, run: () => input.current?.focus() }] : []);
  const { typed, setTyped, give } = useTyped(value, onSearch);
  const search = useRef(give);
  useEffect(() => {
    search.current = give;
  });
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = setTimeout(() => search.current(typed), pauseMs);
    return () => clearTimeout(timer);
  }, [typed, value]);
  return (
    <label className="relative block min-w-0">
      <span className="sr-only">{label}</span>
      <span className="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-ink-faint">
        <Icon name="find" />
      </span>
      <input
        ref={input}
        {...(suggest && { list: listId, autoComplete: 'off' })}
        type="search"
        value={typed}
        maxLength={maxLength}
        placeholder={label}
        onChange={(change) => setTyped(change.target.value)}
        onKeyDown={(press) => press.key === 'Enter' && !isComposing(press.nativeEvent) && give(typed)}
        className="h-10 w-full rounded-sm border border-line-strong bg-ground pr-2 pl-8 text-sm placeholder:text-ink-faint sm:h-9"
      />
      {suggest && (
        <datalist id={listId}>
          {suggest(typed).map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
    </label>
  );
}
