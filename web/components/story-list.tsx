import { Link } from '@tanstack/react-router';
import type { Story } from '../data/stories.ts';
import type { Tone } from '../data/standing.ts';
import { type Text, useText } from '../i18n/index.ts';
import type en from '../i18n/en/index.ts';
import { Empty, Loading } from './block.tsx';
import { Button } from './button.tsx';
import { toneText } from './state.tsx';

const endings: Record<NonNullable<Story['ending']>, { icon: string; tone: Tone }> = {
  running: { icon: '●', tone: 'well' },
  waiting: { icon: '▲', tone: 'warn' },
  down: { icon: '■', tone: 'bad' },
};

/** Kinds whose ending goes without saying. */
export const plainEndings: ReadonlySet<Story['kind']> = new Set([
  'started',
  'adopted',
  'stopped',
  'finished',
  'recovered',
  'other',
]);

export function StoryList({
  stories,
  most,
  ofOneWorker = false,
  onMoment,
}: {
  stories: Story[] | null;
  most: number;
  ofOneWorker?: boolean;
  /** Shows a moment in the worker's log. */
  onMoment?: ((iso: string) => void) | undefined;
}) {
  const text = useText();
  const { t, format, say } = text;
  if (!stories) return <Loading lines={5} />;
  if (stories.length === 0) return <Empty>{t('stories.empty')}</Empty>;
  return (
    <ol>
      {stories.slice(0, most).map((story) => {
        const isPlain = plainEndings.has(story.kind);
        const several = story.workers.length > 1;
        return (
          <li
            key={`${story.workers[0] ?? ''}${story.kind}${story.fromTime}`}
            className="flex gap-3 border-line border-t px-4 py-2.5 text-sm first:border-t-0"
          >
            <time
              dateTime={story.toTime}
              title={format.utc(story.toTime)}
              className="figures shrink-0 text-ink-faint"
            >
              {format.clock(story.toTime)}
            </time>
            <div className="min-w-0 flex-1">
              <p className="text-ink">
                {!ofOneWorker && story.workers.length === 1 && (
                  <>
                    <WorkerLink name={story.workers[0] ?? ''} />{' '}
                  </>
                )}
                {storyText(text, story)}
                {story.ending && !isPlain && <Ending ending={story.ending} />}
              </p>
              {several && <p className="truncate text-ink-faint text-xs">{story.workers.join(', ')}</p>}
              {!several && story.detail !== '' && story.by === null && !isPlain && (
                <p className="line-clamp-2 text-pretty text-ink-faint text-xs" title={say(story.detail)}>
                  {say(story.detail)}
                </p>
              )}
            </div>
            {onMoment && (
              <Button
                icon="log"
                iconOnly
                look="quiet"
                className="-my-1 shrink-0"
                onClick={() => onMoment(story.at)}
              >
                {t('stories.toLog')}
              </Button>
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** How it stands. On a line of its own it stands at the line's beginning. */
export function Ending({ ending }: { ending: NonNullable<Story['ending']> }) {
  const { t } = useText();
  const { icon, tone } = endings[ending];
  return (
    <>
      {' '}
      <span className={`whitespace-nowrap text-xs ${toneText[tone]}`}>
        <span aria-hidden="true">{icon}</span> {t(`stories.ending.${ending}`)}
      </span>
    </>
  );
}

export function WorkerLink({ name }: { name: string }) {
  return (
    <Link
      to="/workers/$name"
      params={{ name }}
      className="font-semibold text-ink underline-offset-2 hover:underline"
    >
      {name}
    </Link>
  );
}

export function storyText({ t, format }: Text, story: Story): string {
  const several = story.workers.length > 1;
  const what = several
    ? t(`stories.several.${story.kind as 'started' | 'adopted' | 'stopped' | 'restarted'}`, {
        count: story.workers.length,
      })
    : story.kind === 'other'
      ? typeText(t, story.type)
      : t(`stories.${story.kind}`);
  const lastedMs = Date.parse(story.toTime) - Date.parse(story.fromTime);
  const often =
    story.count < 2
      ? ''
      : lastedMs < 60_000
        ? t('stories.often', { count: story.count })
        : t('stories.oftenWithin', { count: story.count, time: unbroken(format.duration(lastedMs)) });
  const by = story.by === null ? '' : t('stories.by', { by: story.by.replace(/^(session|token):/, '') });
  return `${what}${often}${by}`;
}

/** Minutes and their seconds stay on one line. */
const unbroken = (text: string) => text.replaceAll(' ', '\u00a0');

/** A type that this page is too young or too old to know is shown as it is. */
function typeText(t: Text['t'], type: string): string {
  return t(`stories.types.${type.replaceAll('.', '-') as keyof typeof en.stories.types}`, {
    defaultValue: type,
  });
}
