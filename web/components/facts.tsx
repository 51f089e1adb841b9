import type { ReactNode } from 'react';
import { useText } from '../i18n/index.ts';

/** A name and what it is, in a `dl` of two columns. */
export function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-faint">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

/** Data as it came, each key with its value; a number of milliseconds also as people read it. */
export function DataFacts({ data }: { data: Readonly<Record<string, unknown>> }) {
  const { format } = useText();
  return Object.entries(data).map(([key, value]) => (
    <Fact key={key} name={<code className="font-mono text-xs">{key}</code>}>
      <code className="whitespace-pre-wrap font-mono text-xs">
        {typeof value === 'string' ? value : JSON.stringify(value)}
      </code>
      {key.endsWith('Ms') && typeof value === 'number' && (
        <span className="figures ml-2 text-ink-faint text-xs">{format.duration(value)}</span>
      )}
    </Fact>
  ));
}
