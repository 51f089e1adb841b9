import { Link } from '@tanstack/react-router';
import { Block } from '../../components/block.tsx';
import { Headline } from './headline.tsx';
import { MachineStrip } from './machine-strip.tsx';
import { OwnTrouble } from '../../components/own-trouble.tsx';
import { StoryList } from '../../components/story-list.tsx';
import { WorkerTable } from '../workers/worker-table.tsx';
import type { Arrangement } from '../../data/arrange.ts';
import { useStories } from '../../data/use-fleet.ts';
import { useText } from '../../i18n/index.ts';

interface OverviewProps {
  arrangement: Arrangement;
  onArrange: (change: Partial<Arrangement>) => void;
}

export function Overview({ arrangement, onArrange }: OverviewProps) {
  const { t } = useText();
  const stories = useStories(null);
  return (
    <div className="flex flex-col gap-4">
      <Headline />
      <OwnTrouble />
      <MachineStrip />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_340px]">
        <WorkerTable arrangement={arrangement} onArrange={onArrange} />
        <Block
          title={t('stories.title')}
          flush
          className="xl:sticky xl:top-17 xl:max-h-[calc(100dvh-84px)] xl:overflow-y-auto"
          actions={
            <Link to="/events" className="text-accent text-sm underline-offset-2 hover:underline">
              {t('stories.all')}
            </Link>
          }
        >
          <StoryList stories={stories} most={20} />
        </Block>
      </div>
    </div>
  );
}
