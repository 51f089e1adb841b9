/** Amounts as people type them, with their units. Pure; null when the text is none. */

const byteUnits: Record<string, number> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  t: 2 ** 40,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};
const durationUnits: Record<string, number> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** `50%` and `50` are half a core. */
export function readRatio(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)%?$/.exec(text);
  return match && Number(match[1]) / 100;
}

/** `1GiB` and `1G` are binary, as `free` counts; `512MB` is decimal, as in yagura.yaml. Without a unit it could be anything. */
export function readBytes(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s?([a-z]+)$/i.exec(text);
  const unit = byteUnits[match?.[2]?.toLowerCase() ?? ''];
  return match && unit !== undefined ? Number(match[1]) * unit : null;
}

/** `90s`, `5m`, `1h30m`, `2d`. */
export function readDuration(text: string): number | null {
  if (!/^(\d+(\.\d+)?\s?[a-z]+)+$/i.test(text)) return null;
  let ms = 0;
  for (const [, amount, name] of text.matchAll(/(\d+(?:\.\d+)?)\s?([a-z]+)/gi)) {
    const unit = durationUnits[name?.toLowerCase() ?? ''];
    if (unit === undefined) return null;
    ms += Number(amount) * unit;
  }
  return ms;
}

export function readCount(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** Whether this word, after a number and a blank, still belongs to the number. */
export function isUnit(word: string, of: 'ratio' | 'bytes' | 'duration' | 'count'): boolean {
  if (of === 'ratio') return word === '%';
  if (of === 'bytes') return Object.hasOwn(byteUnits, word.toLowerCase());
  return of === 'duration' && Object.hasOwn(durationUnits, word.toLowerCase());
}
