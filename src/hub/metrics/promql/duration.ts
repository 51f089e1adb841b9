const pattern = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const unitsMs = [31_536_000_000, 604_800_000, 86_400_000, 3_600_000, 60_000, 1_000, 1];
/** 292 years: what Prometheus can hold. */
const mostMs = 9_223_372_036_854;

/** `1h30m` in ms, by Prometheus's rules; null when it is none. */
export function parseDuration(text: string): number | null {
  const parts = pattern.exec(text);
  if (!parts || text === '') return text === '0' ? 0 : null;
  const totalMs = unitsMs.reduce((sum, unit, index) => sum + Number(parts[index + 1] ?? 0) * unit, 0);
  return totalMs > mostMs ? null : totalMs;
}

/** As Prometheus writes a duration: `1h30m`, years and weeks only when nothing is left over. */
export function durationText(ms: number): string {
  if (ms === 0) return '0s';
  let rest = Math.abs(ms);
  const names = ['y', 'w', 'd', 'h', 'm', 's', 'ms'];
  const text = unitsMs.map((unit, index) => {
    const isCoarse = index < 2;
    if (isCoarse && rest % unit !== 0) return '';
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    return count > 0 ? `${count}${names[index]}` : '';
  });
  return (ms < 0 ? '-' : '') + text.join('');
}
