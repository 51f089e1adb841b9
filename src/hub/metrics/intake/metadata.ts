/** What a metric is, in its sender's words. */
export interface Metadata {
  /** One of Prometheus's types, or `unknown`. */
  type: string;
  help: string;
  unit: string;
}

export interface MetadataBook {
  /** The last word on a metric counts; what was not said stays as it was. */
  note: (name: string, said: Partial<Metadata>) => void;
  all: () => ReadonlyMap<string, Metadata>;
}

/** As Prometheus, which keeps this in memory only too: who sends says it again. */
const mostNames = 10_000;
const longest = { name: 200, help: 1_000, unit: 50 };
const types = new Set([
  'counter',
  'gauge',
  'histogram',
  'gaugehistogram',
  'summary',
  'info',
  'stateset',
  'unknown',
]);

export function createMetadataBook(): MetadataBook {
  const book = new Map<string, Metadata>();
  return {
    note(name, said) {
      const known = book.get(name);
      if (!known && (book.size >= mostNames || name === '' || name.length > longest.name)) return;
      const { type, help, unit } = { type: 'unknown', help: '', unit: '', ...known, ...said };
      book.set(name, {
        type: types.has(type) ? type : 'unknown',
        help: help.slice(0, longest.help),
        unit: unit.slice(0, longest.unit),
      });
    },
    all: () => book,
  };
}
