/** Sizes as people write them: `512MB` is decimal, `1GiB` is binary. */

const unitBytes = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
} as const;

export const sizePattern = /^(\d{1,12}(?:\.\d{1,6})?)(B|[kKMGT]B|[KMGT]iB)$/;

/** Whole bytes, or null when the text is not a size. */
export function parseSize(text: string): number | null {
  const match = sizePattern.exec(text);
  return match && Math.round(Number(match[1]) * unitBytes[match[2] as keyof typeof unitBytes]);
}
