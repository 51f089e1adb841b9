import { Checkbox as Radix } from 'radix-ui';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { Icon } from './icon.tsx';

/** What one writes or chooses in. */
export const inputBox =
  'h-10 w-full min-w-0 rounded-sm border border-line-strong bg-ground px-2.5 text-ink text-sm sm:h-9';

interface FieldProps {
  label: string;
  /** What is wrong with what was typed, in words. */
  problem?: string | null;
  help?: ReactNode;
}

/** A labelled line of text. */
export function TextField({ label, problem = null, help, ...rest }: FieldProps & ComponentProps<'input'>) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={problem !== null}
        aria-describedby={problem !== null || help !== undefined ? `${id}-more` : undefined}
        {...rest}
        className={inputBox}
      />
      {(problem !== null || help !== undefined) && (
        <p id={`${id}-more`} className={`text-xs ${problem === null ? 'text-ink-faint' : 'text-bad'}`}>
          {problem ?? help}
        </p>
      )}
    </div>
  );
}

interface SelectFieldProps<Value extends string> extends FieldProps {
  value: Value;
  options: readonly { value: Value; text: string }[];
  onChoose: (value: Value) => void;
}

/** A labelled choice; the browser's own control, which every phone makes good. */
export function SelectField<Value extends string>({
  label,
  help,
  value,
  options,
  onChoose,
}: SelectFieldProps<Value>) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(change) => onChoose(change.target.value as Value)}
        className={inputBox}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
      {help !== undefined && <p className="text-ink-faint text-xs">{help}</p>}
    </div>
  );
}

interface CheckboxProps {
  checked: boolean | 'indeterminate';
  onChange: (checked: boolean) => void;
  /** Names it for those who don't see where it stands. */
  label: string;
}

/** A small box in a target that a finger meets. */
export function Checkbox({ checked, onChange, label }: CheckboxProps) {
  return (
    <Radix.Root
      checked={checked}
      onCheckedChange={(next) => onChange(next === true)}
      aria-label={label}
      className="group inline-flex size-10 shrink-0 items-center justify-center rounded-sm max-sm:-m-2 sm:size-6"
    >
      <span className="inline-flex size-4 items-center justify-center rounded-sm border border-line-strong bg-ground text-on-accent group-data-[state=checked]:border-accent group-data-[state=indeterminate]:border-accent group-data-[state=checked]:bg-accent group-data-[state=indeterminate]:bg-accent">
        <Radix.Indicator>
          <Icon name={checked === 'indeterminate' ? 'minus' : 'check'} size={12} />
        </Radix.Indicator>
      </span>
    </Radix.Root>
  );
}
