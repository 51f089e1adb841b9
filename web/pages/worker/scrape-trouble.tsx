import { StateIcon } from '../../components/icon.tsx';
import type { WorkerDetail } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

/** The figures that a worker serves itself cannot be read: since when and why. Nothing while they can, or when it serves none. */
export function ScrapeTrouble({ metrics }: { metrics: WorkerDetail['metrics'] | undefined }) {
  const { t, format, say } = useText();
  if (!metrics?.error) return null;
  const { text, since } = metrics.error;
  return (
    <div className="flex gap-2.5 rounded-md border border-warn bg-warn-soft px-4 py-3 text-sm text-warn">
      <span className="mt-0.5">
        <StateIcon state="degraded" />
      </span>
      <div className="min-w-0">
        <p className="figures font-semibold" title={format.utc(since)}>
          {t('worker.scrape.failing', { time: format.clock(since) })}
        </p>
        <p className="break-words">
          <code className="font-mono text-xs">{metrics.url}</code>: {say(text)}
        </p>
      </div>
    </div>
  );
}
