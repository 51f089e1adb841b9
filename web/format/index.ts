/** Turns the data's ratios, bytes, milliseconds and UTC instants into what people read, in their language and time zone. */

export type Language = 'ja' | 'en';

export interface Format {
  /** `1,234` */
  count: (value: number) => string;
  /** `1.5` */
  amount: (value: number) => string;
  /** 0..1 (or more, for several cores) as `12.3%`. */
  ratio: (value: number) => string;
  /** `512 MiB`; powers of 1,024, so that it agrees with limits and with `free`. */
  bytes: (value: number) => string;
  bytesPerSecond: (value: number) => string;
  /** The two largest units: `3h 12m`, `1.2 s`, `9 ms`. */
  duration: (ms: number) => string;
  /** `14:02:31`, or with the date when it was not today, and with the year when it is another one. */
  time: (iso: string | number, now?: number) => string;
  /** `14:02`, likewise. */
  clock: (iso: string | number, now?: number) => string;
  /** `Nov 25`, or with the year when it is another one. */
  date: (iso: string | number, now?: number) => string;
  /** `Wed, Nov 25`, or with the year when it is another one. */
  day: (iso: string | number, now?: number) => string;
  /** The exact instant in UTC, for tooltips. */
  utc: (iso: string | number) => string;
  list: (items: string[]) => string;
  /** Clauses as one sentence, or as sentences of their own where such a row of verbs is none; without the last full stop. */
  clauses: (items: string[]) => string;
  /** Instants in UTC inside somebody's text become local times. */
  localTimes: (text: string, now?: number) => string;
}

const utcInstant = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

export function createFormat(language: Language, timeZone?: string): Format {
  const number = (options: Intl.NumberFormatOptions) =>
    lazily(() => new Intl.NumberFormat(language, { maximumFractionDigits: 1, ...options }));
  const moment = (options: Intl.DateTimeFormatOptions) =>
    lazily(
      () => new Intl.DateTimeFormat(language, timeZone === undefined ? options : { ...options, timeZone }),
    );
  const whole = number({ maximumFractionDigits: 0 });
  const oneDigit = number({ minimumFractionDigits: 1 });
  const fraction = number({});
  const hm = moment({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const hms = moment({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  const day = moment({ month: 'short', day: 'numeric' });
  const dayOfYear = moment({ year: 'numeric', month: 'short', day: 'numeric' });
  const weekday = moment({ weekday: 'short', month: 'short', day: 'numeric' });
  const weekdayOfYear = moment({ weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' });
  const year = moment({ year: 'numeric' });
  const list = lazily(() => new Intl.ListFormat(language, { type: 'conjunction' }));
  const unitNames =
    language === 'ja'
      ? { ms: 'ミリ秒', s: '秒', m: '分', h: '時間', d: '日' }
      : { ms: 'ms', s: 's', m: 'm', h: 'h', d: 'd' };
  const between = language === 'ja' ? '' : ' ';

  function atDay(at: number, text: string, now: number): string {
    if (year().format(at) !== year().format(now)) return `${dayOfYear().format(at)} ${text}`;
    const date = day().format(at);
    return date === day().format(now) ? text : `${date} ${text}`;
  }

  function bytes(value: number): string {
    let unit = 0;
    let amount = Math.abs(value);
    // 1023.96 would be shown as 1,024.0, so the next unit begins a little earlier.
    while (amount >= 1023.95 && unit < byteUnits.length - 1) {
      amount /= 1024;
      unit++;
    }
    const text = unit === 0 || amount >= 99.95 ? whole().format(amount) : oneDigit().format(amount);
    return `${value < 0 ? '-' : ''}${text} ${byteUnits[unit]}`;
  }

  function duration(ms: number): string {
    if (ms < 0.5) return `0${between}${unitNames.s}`;
    if (ms < 999.5) return `${whole().format(ms)}${between}${unitNames.ms}`;
    if (ms < 9950) return `${fraction().format(ms / 1000)}${between}${unitNames.s}`;
    const seconds = Math.round(ms / 1000);
    if (seconds < 60) return `${seconds}${between}${unitNames.s}`;
    const pick: [number, string][] = [
      [Math.floor(seconds / 86_400), unitNames.d],
      [Math.floor(seconds / 3600) % 24, unitNames.h],
      [Math.floor(seconds / 60) % 60, unitNames.m],
      [seconds % 60, unitNames.s],
    ];
    const first = pick.findIndex(([amount]) => amount > 0);
    return pick
      .slice(first, first + 2)
      .filter(([amount], index) => index === 0 || amount > 0)
      .map(([amount, unit]) => `${whole().format(amount)}${unit}`)
      .join(between);
  }

  const time: Format['time'] = (iso, now = Date.now()) =>
    atDay(instant(iso), hms().format(instant(iso)), now);

  return {
    count: (value) => whole().format(value),
    amount: (value) => fraction().format(value),
    ratio: (value) => {
      const percent = value * 100;
      return `${Math.abs(percent) >= 99.95 ? whole().format(percent) : oneDigit().format(percent)}%`;
    },
    bytes,
    bytesPerSecond: (value) => `${bytes(value)}/s`,
    duration,
    time,
    clock: (iso, now = Date.now()) => atDay(instant(iso), hm().format(instant(iso)), now),
    date: (iso, now = Date.now()) =>
      (year().format(instant(iso)) === year().format(now) ? day() : dayOfYear()).format(instant(iso)),
    day: (iso, now = Date.now()) =>
      (year().format(instant(iso)) === year().format(now) ? weekday() : weekdayOfYear()).format(instant(iso)),
    utc: (iso) => new Date(instant(iso)).toISOString().replace('T', ' ').replace('Z', ' UTC'),
    list: (items) => list().format(items),
    clauses: (items) => (language === 'ja' ? items.join('。') : list().format(items)),
    localTimes: (text, now) => text.replace(utcInstant, (iso) => time(iso, now)),
  };
}

/** The browser takes milliseconds to make a formatter, and the first page needs only some. */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function instant(iso: string | number): number {
  return typeof iso === 'number' ? iso : Date.parse(iso);
}
