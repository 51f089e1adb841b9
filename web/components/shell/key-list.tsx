import { useState } from 'react';
import { chooseKeys, type KeyGroup, knownKeys, plainKeys } from '../../data/keys.ts';
import { useStore } from '../../data/use-store.ts';
import { useText } from '../../i18n/index.ts';
import { Dialog } from '../dialog.tsx';
import { Checkbox } from '../field.tsx';
import { Keycaps } from '../keycaps.tsx';

const groups: readonly KeyGroup[] = ['general', 'go', 'list', 'page'];

/** Every key that works on the page behind it. */
export default function KeyList({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  const [known] = useState(knownKeys);
  const plain = useStore(plainKeys, (on) => on);
  return (
    <Dialog open wide onClose={onClose} title={t('keys.title')}>
      <div className="mt-4 gap-x-8 sm:columns-2">
        {groups
          .map((group) => ({ group, bindings: known.filter((binding) => binding.group === group) }))
          .filter(({ bindings }) => bindings.length > 0)
          .map(({ group, bindings }) => (
            <section key={group} className="mb-4 break-inside-avoid">
              <h3 className="mb-1 text-ink-faint text-xs">{t(`keys.groups.${group}`)}</h3>
              <dl>
                {bindings.map(({ keys, text }) => (
                  <div
                    key={keys}
                    className="flex min-h-8 items-center justify-between gap-4 border-line border-t text-sm"
                  >
                    <dt>{text}</dt>
                    <dd>
                      <Keycaps keys={keys} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
      </div>
      <div className="flex min-h-10 items-center gap-2.5 border-line border-t pt-3 text-sm">
        <Checkbox checked={plain} onChange={chooseKeys} label={t('keys.plain')} />
        <span aria-hidden="true">{t('keys.plain')}</span>
      </div>
    </Dialog>
  );
}
