import { Link, useNavigate } from '@tanstack/react-router';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useText } from '../../i18n/index.ts';
import { Icon, type IconName } from '../icon.tsx';
import { useReturnFocus } from '../over-the-page.ts';
import { Veil } from '../veil.tsx';
import type { PlaceToGo } from './places.ts';
import { openPalette } from './shell-keys.tsx';

interface MoreSheetProps {
  open: boolean;
  onClose: () => void;
  places: readonly PlaceToGo[];
}

const row = 'flex min-h-12 w-full items-center gap-3 rounded-sm px-3 text-base text-ink hover:bg-hover';

/** What has no room in the bar: below it, or on a phone within reach of the thumb that asked for it. */
export default function MoreSheet({ open, onClose, places }: MoreSheetProps) {
  const { t } = useText();
  const navigate = useNavigate();
  const returnFocus = useReturnFocus(open);
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Veil />
        <Radix.Content
          data-modal=""
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          className="rise fixed z-40 max-h-[80dvh] overflow-y-auto overscroll-contain border-line bg-raised px-2 pt-3 pb-[calc(12px+env(safe-area-inset-bottom))] text-ink shadow-raised max-sm:inset-x-0 max-sm:bottom-0 max-sm:rounded-t-md max-sm:border-t sm:top-[calc(var(--bar)+4px)] sm:left-[min(320px,40vw)] sm:w-72 sm:rounded-md sm:border"
        >
          <div className="flex items-center justify-between pl-3">
            <Radix.Title className="font-semibold text-base">{t('nav.more')}</Radix.Title>
            <Radix.Close
              aria-label={t('common.close')}
              className="inline-flex size-10 items-center justify-center rounded-sm text-ink-soft hover:bg-hover"
            >
              <Icon name="cross" />
            </Radix.Close>
          </div>
          <ul className="mt-1">
            {places.map(({ to, name, icon }) => (
              <li key={name}>
                <Link
                  to={to}
                  onClick={onClose}
                  activeOptions={{ exact: true, includeSearch: false }}
                  className={`${row} data-[status=active]:text-accent`}
                >
                  <Icon name={icon} />
                  {t(`nav.${name}`)}
                </Link>
              </li>
            ))}
            <Do
              icon="find"
              onDo={() => {
                onClose();
                openPalette();
              }}
            >
              {t('palette.open')}
            </Do>
            <Do
              icon="screen"
              onDo={() => {
                onClose();
                void navigate({ to: '/', search: { wall: true } });
              }}
            >
              {t('wall.enter')}
            </Do>
          </ul>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Do({ icon, onDo, children }: { icon: IconName; onDo: () => void; children: ReactNode }) {
  return (
    <li>
      <button type="button" onClick={onDo} className={row}>
        <Icon name={icon} />
        {children}
      </button>
    </li>
  );
}
