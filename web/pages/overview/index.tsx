import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { Block, Loading } from '../../components/block.tsx';
import { OwnTrouble } from '../../components/own-trouble.tsx';
import { StoryList } from '../../components/story-list.tsx';
import type { Placing } from '../../data/grouping.ts';
import { part } from '../../data/part.ts';
import { useMedia } from '../../data/use-media.ts';
import { useRecentStories, useWorkers } from '../../data/use-fleet.ts';
import { useText } from '../../i18n/index.ts';
import { CaseList } from './case-list.tsx';
import { FirstWorker } from './first-worker.tsx';
import { Headline } from './headline.tsx';
import { useStepToPanel } from './panel-link.tsx';
import { overviewSearch } from './search.ts';
import { SummaryStrip } from './summary-strip.tsx';
import { TowerView } from './tower/index.tsx';

const WorkerPanel = lazy(part(() => import('./worker-panel.tsx')));
const route = getRouteApi('/shell/');

/** Is everything well, what is not, and what is being done about it; then everybody at a glance. */
export function Overview() {
  const { by = null, wall = false } = route.useSearch();
  const count = useWorkers()?.size ?? null;
  if (count === null) return <Waiting />;
  if (wall) return <OnTheWall by={by} />;
  return (
    <div className="flex flex-col gap-4 xl:min-h-[calc(100dvh-84px)]">
      <Headline />
      <OwnTrouble />
      {count === 0 ? <FirstWorker /> : <Everybody by={by} />}
    </div>
  );
}

/** Nothing is known yet. */
function Waiting() {
  return (
    <div className="flex flex-col gap-4">
      <Headline />
      <div className="card h-96">
        <Loading lines={6} />
      </div>
    </div>
  );
}

function Everybody({ by }: { by: Placing | null }) {
  const navigate = route.useNavigate();
  const { chosen, choose, close } = useChosen();
  // Once it was there it stays, so that it can close.
  const [opened, setOpened] = useState(false);
  if (chosen !== null && !opened) setOpened(true);
  return (
    <>
      <div className="grid grow grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,1fr)_380px] xl:gap-y-0 xl:grid-rows-[auto_auto_minmax(280px,1fr)]">
        <CaseList className="xl:col-start-2 xl:row-start-2 xl:mb-4" />
        <div className="min-w-0 max-xl:order-1 xl:row-span-2 xl:row-start-2">
          <TowerView
            by={by}
            onGroup={(next) =>
              void navigate({ search: (before) => ({ ...before, by: next }), replace: true })
            }
            chosen={chosen}
            onChoose={choose}
          />
        </div>
        <SummaryStrip className="max-xl:order-2 xl:col-span-2 xl:row-start-1 xl:mb-4" />
        <Lately className="max-xl:order-3 xl:col-start-2 xl:row-start-3 xl:h-full xl:[contain:size]" />
      </div>
      <Suspense>{(chosen !== null || opened) && <WorkerPanel name={chosen} onClose={close} />}</Suspense>
    </>
  );
}

const nothing = () => {};

/** For a screen in the room: the same without anything to press, all of it in view. */
function OnTheWall({ by }: { by: Placing | null }) {
  const high = useMedia('(min-height: 1000px)');
  return (
    <div className="flex flex-col gap-5 lg:h-[calc(100dvh-124px)]">
      <Headline wide />
      <OwnTrouble />
      <div className="grid min-h-0 grow grid-cols-[minmax(0,1fr)] gap-5 max-lg:auto-rows-[minmax(320px,auto)] lg:grid-cols-[minmax(0,1fr)_clamp(360px,31vw,600px)] lg:grid-rows-[minmax(0,1fr)]">
        <TowerView by={by} onGroup={nothing} chosen={null} onChoose={nothing} wall />
        <div className="flex min-h-0 flex-col gap-5">
          <CaseList most={high ? 3 : 2} onlyLook className="shrink-0" />
          {/* A sliver of it says nothing. */}
          <div className="min-h-0 grow lg:[container-type:size]">
            <Lately className="h-full [@container(max-height:100px)]:hidden" onlyLook />
          </div>
        </div>
      </div>
      <SummaryStrip />
    </div>
  );
}

/** Whose panel is open; it stands in the address. */
function useChosen() {
  const { worker } = route.useSearch();
  const navigate = route.useNavigate();
  const { history } = useRouter();
  const step = useStepToPanel();
  return {
    chosen: worker ?? null,
    choose: (name: string) => void navigate({ search: (before) => ({ ...before, worker: name }), ...step }),
    close: () => {
      if (history.location.state.openedPanel) history.back();
      else
        void navigate({
          search: (before) => overviewSearch({ ...before, worker: undefined }),
          replace: true,
        });
    },
  };
}

function Lately({ onlyLook = false, className }: { onlyLook?: boolean; className: string }) {
  const { t } = useText();
  const stories = useRecentStories();
  return (
    <Block
      title={t('stories.title')}
      flush
      className={`overflow-y-auto ${className}`}
      actions={
        !onlyLook && (
          <Link to="/events" className="text-accent text-sm underline-offset-2 hover:underline">
            {t('stories.all')}
          </Link>
        )
      }
    >
      <StoryList stories={stories} most={20} />
    </Block>
  );
}
