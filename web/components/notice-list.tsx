import { Link } from '@tanstack/react-router';
import { Toast } from 'radix-ui';
import { dismiss, type Notice, notices } from '../data/notices.ts';
import { useStore } from '../data/use-store.ts';
import type { WorkerState } from '../data/types.ts';
import { useText } from '../i18n/index.ts';
import { Icon, StateIcon } from './icon.tsx';
import { toneText } from './state.tsx';

const shapes: Record<Notice['tone'], WorkerState> = {
  busy: 'starting',
  well: 'running',
  warn: 'degraded',
  bad: 'failed',
};
/** What went well may go by itself; what went wrong waits for somebody. */
const lastsMs: Record<Notice['tone'], number> = {
  busy: Number.POSITIVE_INFINITY,
  well: 8_000,
  warn: 20_000,
  bad: Number.POSITIVE_INFINITY,
};

/** Time to read, think better of it and press. */
const toActMs = 20_000;

/** What came of what was done, at the lower edge. */
export default function NoticeList() {
  const { t } = useText();
  const shown = useStore(notices, (value) => value);
  return (
    <Toast.Provider label={t('notices.title')}>
      {shown.map((notice) => (
        <Toast.Root
          key={`${notice.id}.${notice.tone}`}
          duration={notice.action ? Math.max(lastsMs[notice.tone], toActMs) : lastsMs[notice.tone]}
          onOpenChange={(open) => !open && dismiss(notice.id)}
          className="figures flex items-start gap-2.5 rounded-md border border-line bg-raised py-2 pr-2 pl-3 text-ink text-sm shadow-raised"
        >
          <span className={`mt-0.5 ${toneText[notice.tone]}`}>
            <StateIcon state={shapes[notice.tone]} />
          </span>
          <div className="min-w-0 flex-1">
            <Toast.Description>{notice.text}</Toast.Description>
            {notice.progress !== undefined && <Progress done={notice.progress} />}
            {notice.details && <Details {...notice.details} />}
          </div>
          {notice.action && (
            <Toast.Action asChild altText={notice.action.text}>
              <button
                type="button"
                onClick={notice.action.run}
                className="font-medium text-accent underline underline-offset-2"
              >
                {notice.action.text}
              </button>
            </Toast.Action>
          )}
          <Toast.Close
            aria-label={t('common.close')}
            className="rounded-sm p-1 text-ink-faint hover:text-ink"
          >
            <Icon name="cross" size={12} />
          </Toast.Close>
        </Toast.Root>
      ))}
      <Toast.Viewport
        label={t('notices.hotkey')}
        className="fixed right-3 bottom-[calc(68px+env(safe-area-inset-bottom))] z-50 flex w-[min(420px,calc(100vw-24px))] flex-col gap-2 outline-none sm:bottom-4"
      />
    </Toast.Provider>
  );
}

/** The text beside it says the same in figures. */
function Progress({ done }: { done: number }) {
  return (
    <div aria-hidden="true" className="mt-1.5 h-1 overflow-hidden rounded-sm bg-sunken">
      <div
        className="h-full origin-left bg-accent transition-transform duration-(--quick)"
        style={{ transform: `scaleX(${done})` }}
      />
    </div>
  );
}

function Details({ text, lines }: NonNullable<Notice['details']>) {
  return (
    <details className="mt-1">
      <summary className="cursor-pointer py-0.5 font-medium text-accent">{text}</summary>
      <ul className="mt-1 flex max-h-48 flex-col gap-1 overflow-y-auto">
        {lines.map((line) => (
          <li key={line.name}>
            <Link
              to="/workers/$name"
              params={{ name: line.name }}
              className="font-medium underline-offset-2 hover:underline"
            >
              {line.name}
            </Link>{' '}
            <span className="text-ink-soft">{line.text}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
