import { Popover } from 'radix-ui';
import { useState } from 'react';
import { Icon } from '../../components/icon.tsx';
import { writeTerm } from '../../data/filter/parse.ts';
import type { Vocabulary } from '../../data/filter/vocabulary.ts';
import { useText } from '../../i18n/index.ts';

interface FilterHelpProps {
  vocabulary: Vocabulary;
  onTry: (example: string) => void;
}

/** What can be typed, by examples that work: a click tries one. */
export function FilterHelp({ vocabulary, onTry }: FilterHelpProps) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  const examples = [
    ['state:backoff,failed', t('filter.help.choice')],
    ['is:trouble', t('filter.help.is')],
    [labelExample(vocabulary), t('filter.help.label')],
    ['cpu>50%', t('filter.help.cpu')],
    ['mem>1GiB', t('filter.help.mem')],
    ['restarts>=3', t('filter.help.restarts')],
    ['uptime<5m', t('filter.help.uptime')],
    ['exited<1h', t('filter.help.exited')],
    ['exit:oom', t('filter.help.exit')],
    ['-host:db', t('filter.help.not')],
    ['name:mail', t('filter.help.name')],
    ['"free text"', t('filter.help.text')],
  ] as const;
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        aria-label={t('filter.help.title')}
        title={t('filter.help.title')}
        className="flex size-8 items-center justify-center rounded-sm text-ink-faint hover:text-ink"
      >
        <Icon name="help" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={8}
          collisionPadding={12}
          aria-label={t('filter.help.title')}
          className="z-40 max-h-[min(70dvh,560px)] w-[min(460px,calc(100vw-24px))] overflow-y-auto rounded-md border border-line bg-raised p-4 text-ink text-sm shadow-raised"
        >
          <p className="font-semibold">{t('filter.help.title')}</p>
          <p className="mt-1 text-ink-soft">{t('filter.help.intro')}</p>
          <ul className="mt-2 grid grid-cols-[auto_1fr] items-center gap-x-4">
            {examples.map(([example, about]) => (
              <li key={example} className="contents">
                <button
                  type="button"
                  onClick={() => {
                    onTry(example);
                    setOpen(false);
                  }}
                  className="min-h-8 w-fit rounded-sm bg-sunken px-2 text-left font-mono text-xs hover:bg-accent-soft hover:text-accent max-sm:min-h-10"
                >
                  {example}
                </button>
                <span className="py-1 text-ink-soft text-xs">{about}</span>
              </li>
            ))}
          </ul>
          <p className="mt-3 text-ink-faint text-xs">{t('filter.help.units')}</p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** One that finds somebody, where there is a label. */
function labelExample({ labels }: Vocabulary): string {
  const [first] = labels;
  const value = first ? [...first[1].keys()][0] : undefined;
  return first && value !== undefined
    ? writeTerm({ kind: 'label', label: first[0], values: [value], not: false })
    : 'team:post';
}
