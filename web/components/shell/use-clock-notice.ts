import { useEffect } from 'react';
import { clockSkew } from '../../data/clock.ts';
import { notify } from '../../data/notices.ts';
import { useStore } from '../../data/use-store.ts';
import { useText } from '../../i18n/index.ts';

/** Less than this nobody notices on a page that shows minutes. */
const worthSayingMs = 30_000;

/** Says once that this device's clock and the server's differ, since times elsewhere on this screen won't agree with the page's. */
export function useClockNotice(): void {
  const { t, format } = useText();
  const skew = useStore(clockSkew, (ms) => (Math.abs(ms) < worthSayingMs ? 0 : Math.sign(ms)));
  useEffect(() => {
    if (skew === 0) return;
    const by = format.duration(Math.round(Math.abs(clockSkew.get()) / 1000) * 1000);
    notify({ tone: 'warn', text: t(skew > 0 ? 'clock.behind' : 'clock.ahead', { by }) });
    // oxlint-disable-next-line react/exhaustive-deps -- not again in the other language
  }, [skew]);
}
