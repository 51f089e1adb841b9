import { useInfiniteQuery } from '@tanstack/react-query';
import { Block, Problem } from '../../components/block.tsx';
import { Button } from '../../components/button.tsx';
import { StoryList } from '../../components/story-list.tsx';
import { eventsQuery } from '../../data/queries.ts';
import { useStories } from '../../data/use-fleet.ts';
import { useText } from '../../i18n/index.ts';

/** What happened, from now back to the oldest event that is kept. */
export function Events() {
  const { t } = useText();
  const stories = useStories(null);
  const query = useInfiniteQuery(eventsQuery(null));
  return (
    <Block title={t('stories.title')} level={1} flush className="mx-auto max-w-3xl">
      {query.isError ? (
        <Problem error={query.error} retry={() => void query.refetch()} />
      ) : (
        <StoryList stories={stories} most={Number.POSITIVE_INFINITY} />
      )}
      {query.hasNextPage && (
        <div className="border-line border-t p-3 text-center">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t(query.isFetchingNextPage ? 'common.loading' : 'stories.older')}
          </Button>
        </div>
      )}
    </Block>
  );
}
