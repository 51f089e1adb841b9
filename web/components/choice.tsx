interface ChoiceProps<Value extends string> {
  /** Names the choice for those who don't see it. */
  label: string;
  value: Value;
  options: readonly { value: Value; text: string }[];
  onChoose: (value: Value) => void;
}

/** One of a few, all in view. On narrow screens it scrolls sideways. */
export function Choice<Value extends string>({ label, value, options, onChoose }: ChoiceProps<Value>) {
  return (
    <div
      role="group"
      aria-label={label}
      className="inline-flex max-w-full gap-0.5 overflow-x-auto rounded-sm bg-sunken p-0.5"
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChoose(option.value)}
          className="h-10 whitespace-nowrap rounded-sm px-3 text-ink-soft text-sm hover:text-ink aria-pressed:bg-raised aria-pressed:font-medium aria-pressed:text-ink aria-pressed:shadow-card sm:h-8"
        >
          {option.text}
        </button>
      ))}
    </div>
  );
}
