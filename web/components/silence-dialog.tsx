import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { coverQuery, matcherText, readMatchers } from '../data/alerts.ts';
import { ask } from '../data/api.ts';
import { serverNow } from '../data/clock.ts';
import { notify } from '../data/notices.ts';
import { problemText } from '../data/problem-text.ts';
import { useCalm } from '../data/use-calm.ts';
import type { Operations, Silence } from '../data/types.ts';
import { useText } from '../i18n/index.ts';
import { SeverityIcon } from './alert-signs.tsx';
import { Button } from './button.tsx';
import { Choice } from './choice.tsx';
import { Dialog } from './dialog.tsx';
import { inputBox, SelectField, TextField } from './field.tsx';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const lengths = [30 * minuteMs, hourMs, 2 * hourMs, 4 * hourMs, 8 * hourMs, 24 * hourMs, 7 * 24 * hourMs];
const mostNamed = 3;

interface SilenceDialogProps {
  /** What it is to cover, as a beginning. */
  matchers: Silence['matchers'];
  onClose: () => void;
}

/** Tells nobody of some alerts for a while, or again and again; says beforehand which it covers now. */
export function SilenceDialog({ matchers: first, onClose }: SilenceDialogProps) {
  const text = useText();
  const { t, format } = text;
  const client = useQueryClient();
  const [lines, setLines] = useState(() => first.map(matcherText).join('\n'));
  const [length, setLength] = useState(hourMs);
  const [kind, setKind] = useState<'once' | 'recurring'>('once');
  const [cron, setCron] = useState('0 2 * * 0');
  const [timezone, setTimezone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [comment, setComment] = useState('');
  const { matchers, wrong } = readMatchers(lines);
  const calm = useCalm(lines, 400);
  const asked = readMatchers(calm);
  const preview = useQuery(coverQuery(asked.wrong.length > 0 ? [] : asked.matchers));
  // What was asked of other conditions says nothing of these.
  const cover = calm === lines && wrong.length === 0 && !preview.isPlaceholderData ? preview.data : undefined;
  const create = useMutation({
    mutationFn: (body: Operations['POST /api/v1/silences']['body']) => ask('POST /api/v1/silences', { body }),
    onSuccess: (made) => {
      onClose();
      notify({
        tone: 'well',
        text: t('silences.made'),
        action: {
          text: t('silences.end'),
          run: () =>
            void ask('POST /api/v1/silences/{id}/expire', { name: made.id })
              .catch((error: unknown) => notify({ tone: 'bad', text: problemText(text, error) }))
              .finally(() => void client.invalidateQueries({ queryKey: ['silences'] })),
        },
      });
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['silences'] });
      void client.invalidateQueries({ queryKey: ['alerts'] });
    },
  });
  const ready = matchers.length > 0 && wrong.length === 0 && comment.trim() !== '';
  const submit = () => {
    const start = serverNow();
    create.mutate({
      matchers,
      comment: comment.trim(),
      ...(kind === 'once'
        ? { endsAt: new Date(start + length).toISOString() }
        : { recurrence: { cron: cron.trim(), durationMs: length, timezone } }),
    });
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('silences.new')}
      text={t('silences.newText')}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="main" icon="mute" disabled={!ready || create.isPending} onClick={submit}>
            {t('silences.make')}
          </Button>
        </>
      }
    >
      <div className="mt-4 flex flex-col gap-4">
        <label className="flex flex-col gap-1">
          <span className="font-medium text-sm">{t('silences.matchers')}</span>
          <textarea
            value={lines}
            rows={Math.min(8, Math.max(3, lines.split('\n').length))}
            spellCheck={false}
            aria-invalid={wrong.length > 0}
            onChange={({ target }) => setLines(target.value)}
            className={`${inputBox} h-auto! resize-y py-2 font-mono leading-5`}
          />
          <span className={`text-xs ${wrong.length > 0 ? 'text-bad' : 'text-ink-faint'}`}>
            {wrong.length > 0
              ? t('silences.wrongMatcher', { line: wrong[0] })
              : t('silences.matchersHelp', { example: 'worker=~"mailer-.*"' })}
          </span>
        </label>
        <div className="flex flex-wrap items-end gap-3">
          <Choice
            label={t('silences.kind')}
            value={kind}
            options={[
              { value: 'once', text: t('silences.once') },
              { value: 'recurring', text: t('silences.recurring') },
            ]}
            onChoose={setKind}
          />
          <div className="min-w-40">
            <SelectField
              label={t(kind === 'once' ? 'silences.length' : 'silences.lengthEach')}
              value={String(length)}
              options={lengths.map((ms) => ({ value: String(ms), text: format.duration(ms) }))}
              onChoose={(value) => setLength(Number(value))}
            />
          </div>
        </div>
        {kind === 'recurring' && (
          <div className="grid gap-3 sm:grid-cols-2">
            <TextField
              label={t('silences.cron')}
              value={cron}
              help={t('silences.cronHelp')}
              onChange={({ target }) => setCron(target.value)}
            />
            <TextField
              label={t('silences.timezone')}
              value={timezone}
              onChange={({ target }) => setTimezone(target.value)}
            />
          </div>
        )}
        <TextField
          label={t('silences.comment')}
          value={comment}
          maxLength={500}
          help={t('silences.commentHelp')}
          onChange={({ target }) => setComment(target.value)}
        />
        {create.isError && (
          <p role="alert" className="text-bad text-sm">
            {problemText(text, create.error)}
          </p>
        )}
        <div aria-live="polite" className="min-h-12 rounded-sm bg-sunken px-3 py-2 text-sm">
          {cover === undefined || matchers.length === 0 ? (
            <span className="text-ink-faint">{t('silences.coversUnknown')}</span>
          ) : (
            <>
              <p className="font-medium">
                {cover.total === 0 ? t('silences.coversNone') : t('silences.covers', { count: cover.total })}
              </p>
              {cover.alerts.slice(0, mostNamed).map((alert) => (
                <p key={alert.id} className="mt-1 flex items-center gap-2 text-ink-soft text-xs">
                  <SeverityIcon severity={alert.severity} />
                  <span className="truncate">{alert.annotations['summary'] ?? alert.rule}</span>
                </p>
              ))}
              {cover.total > mostNamed && (
                <p className="mt-1 text-ink-faint text-xs">
                  {t('silences.coversMore', { count: cover.total - mostNamed })}
                </p>
              )}
            </>
          )}
        </div>
      </div>
    </Dialog>
  );
}
