import { useMutation } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Block } from '../../components/block.tsx';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ask } from '../../data/api.ts';
import { part } from '../../data/part.ts';
import { useNow } from '../../data/use-now.ts';
import { problemText } from '../../data/problem-text.ts';
import type { LoginLink } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

const QrCode = lazy(part(() => import('../../components/qr-code.tsx')));

/** Lets one other browser in, a phone's perhaps. */
export function LoginLinkBlock() {
  const text = useText();
  const { t } = text;
  const [open, setOpen] = useState(false);
  const make = useMutation({ mutationFn: () => ask('POST /api/v1/login-links') });
  return (
    <Block title={t('loginLink.title')}>
      <p className="mb-3 text-ink-soft text-sm">{t('loginLink.text')}</p>
      <Button
        icon="screen"
        disabled={make.isPending}
        onClick={() => make.mutate(undefined, { onSuccess: () => setOpen(true) })}
      >
        {t(make.isPending ? 'loginLink.making' : 'loginLink.make')}
      </Button>
      {make.isError && (
        <p role="alert" className="mt-2 text-bad text-sm">
          {problemText(text, make.error)}
        </p>
      )}
      {open && make.data && <Shown link={make.data} onClose={() => setOpen(false)} />}
    </Block>
  );
}

function Shown({ link, onClose }: { link: LoginLink; onClose: () => void }) {
  const { t, format } = useText();
  // The way that led this browser here leads others, too; the address that the hub listens on need not.
  const given = new URL(link.url);
  const url = location.origin + given.pathname + given.search;
  const leftMs = useNow((now) => Math.max(0, Math.ceil((Date.parse(link.expiresAt) - now) / 1000) * 1000));
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('loginLink.title')}
      text={t('loginLink.warning')}
      actions={
        <>
          <CopyButton text={() => url}>{t('loginLink.copy')}</CopyButton>
          <Button look="main" onClick={onClose}>
            {t('common.close')}
          </Button>
        </>
      }
    >
      <div className="mt-4 flex flex-col items-center gap-3">
        <div className="flex min-h-56 w-56 items-center justify-center">
          <Suspense fallback={null}>
            <QrCode text={url} label={t('loginLink.qr')} />
          </Suspense>
        </div>
        <code className="w-full select-all break-all rounded-sm bg-sunken px-3 py-2 font-mono text-xs">
          {url}
        </code>
        <p className="figures text-ink-soft text-sm">
          {leftMs > 0 && t('loginLink.left', { time: format.duration(leftMs) })}
          <span role="status" className="text-bad">
            {leftMs === 0 && t('loginLink.over')}
          </span>
        </p>
        {isLoopback(location.hostname) && (
          <p className="rounded-sm bg-warn-soft px-3 py-2 text-sm text-warn">
            {t('loginLink.loopback', { host: location.host })}
          </p>
        )}
      </div>
    </Dialog>
  );
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}
