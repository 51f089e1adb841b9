const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** `1536` → `1.5 KiB`. */
export function bytes(count: number): string {
  let value = count;
  let unit = 0;
  while (Math.round(value) >= 1000 && unit < byteUnits.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${byteUnits[unit]}`;
}

/** `0.463` → `46.3 %`; one core is 100 %. */
export function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(1)} %`;
}

/** The two largest units: `9 ms`, `1.2 s`, `3m 12s`, `5h 3m`, `2d 4h`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 10_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const [major, unit, minor, next] =
    seconds < 3600
      ? [Math.floor(seconds / 60), 'm', seconds % 60, 's']
      : seconds < 86_400
        ? [Math.floor(seconds / 3600), 'h', Math.floor((seconds % 3600) / 60), 'm']
        : [Math.floor(seconds / 86_400), 'd', Math.floor((seconds % 86_400) / 3600), 'h'];
  return minor === 0 ? `${major}${unit}` : `${major}${unit} ${minor}${next}`;
}

/** `count('worker', 2)` → `2 workers`. */
export function count(noun: string, many: number): string {
  return `${many} ${noun}${many === 1 ? '' : 's'}`;
}

/** Local time of day for people; the date too when it is not today. */
export function localTime(time: string, now: number): string {
  const at = new Date(time);
  const two = (part: number) => String(part).padStart(2, '0');
  const clock = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':');
  if (at.toDateString() === new Date(now).toDateString()) return clock;
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock}`;
}

/** `30m`, `2h`, `7d` or an RFC 3339 time → an instant in UTC; null when it is neither. */
export function instantOf(text: string, now: number): string | null {
  const ago = /^(\d+)\s*(s|m|h|d)$/.exec(text);
  if (ago) {
    const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[ago[2] as 's' | 'm' | 'h' | 'd'];
    const at = now - Number(ago[1]) * unitMs;
    return at > 0 ? new Date(at).toISOString() : null;
  }
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
