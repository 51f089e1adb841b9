import type { ReactNode } from 'react';

interface SpecimenProps {
  /** As it is called in the code. */
  name: string;
  children: ReactNode;
}

/** One component with all of its states. */
export function Specimen({ name, children }: SpecimenProps) {
  return (
    <section aria-label={name} className="min-w-0">
      <h2 className="mb-2 font-mono font-semibold text-ink-soft text-sm" translate="no">
        {name}
      </h2>
      <div className="flex flex-wrap items-start gap-4">{children}</div>
    </section>
  );
}

interface StateOfProps {
  caption: string;
  wide?: boolean;
  children: ReactNode;
}

/** A component in one of its states. */
export function InState({ caption, wide = false, children }: StateOfProps) {
  return (
    <div className={`min-w-0 ${wide ? 'w-full sm:w-[440px]' : 'max-w-full'}`}>
      <div className="mb-1 text-ink-faint text-xs">{caption}</div>
      {children}
    </div>
  );
}
