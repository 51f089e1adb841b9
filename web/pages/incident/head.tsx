import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextField } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { IncidentIcon, IncidentStanding } from '../../components/incident-signs.tsx';
import { Menu, MenuItem } from '../../components/menu.tsx';
import { allows } from '../../data/access.ts';
import { ask } from '../../data/api.ts';
import { serverNow } from '../../data/clock.ts';
import { said, useIncidentAct } from '../../data/incidents.ts';
import { meQuery } from '../../data/queries.ts';
import type { IncidentDetail } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

const hourMs = 3_600_000;
const snoozes = [hourMs, 4 * hourMs, 24 * hourMs];

/** What is wrong, since when, whom it touches, and what can be done about it. */
export function Head({ incident }: { incident: IncidentDetail }) {
  const text = useText();
  const { t, format } = text;
  return (
    <header>
      <Link
        to="/incidents"
        className="inline-flex min-h-8 items-center gap-1 text-ink-soft text-sm hover:text-ink max-sm:min-h-10"
      >
        <Icon name="left" size={12} />
        {t('nav.incidents')}
      </Link>
      <div className="mt-1 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-96">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <IncidentIcon incident={incident} />
            <h1 className="min-w-0 text-pretty font-semibold text-lg tracking-tight sm:text-xl">
              {said(text, incident.title)}
            </h1>
            <IncidentStanding incident={incident} />
          </div>
          <p className="figures mt-1 text-pretty text-ink-soft text-sm">
            {t(incident.status === 'resolved' ? 'incidents.wasFrom' : 'incidents.since', {
              time: format.clock(incident.startsAt),
            })}{' '}
            {said(text, incident.impact.text)}
          </p>
          <p className="figures mt-1 flex flex-wrap gap-x-4 text-ink-faint text-xs">
            {incident.timeToDetectMs !== null && (
              <span>{t('incidents.times.detect', { time: format.duration(incident.timeToDetectMs) })}</span>
            )}
            {incident.timeToAcknowledgeMs !== null && (
              <span>
                {t('incidents.times.acknowledge', { time: format.duration(incident.timeToAcknowledgeMs) })}
              </span>
            )}
            {incident.timeToHealMs !== null && (
              <span>{t('incidents.times.heal', { time: format.duration(incident.timeToHealMs) })}</span>
            )}
          </p>
        </div>
        <Acts incident={incident} />
      </div>
    </header>
  );
}

function Acts({ incident }: { incident: IncidentDetail }) {
  const { t, format, language } = useText();
  const { data: me } = useQuery(meQuery);
  const id = String(incident.id);
  const act = useIncidentAct(id);
  const [asking, setAsking] = useState<'resolve' | 'note' | null>(null);
  const [note, setNote] = useState('');
  const isOver = incident.status === 'resolved';
  const report = (
    <a
      href={`/api/v1/incidents/${id}/report?language=${language}`}
      download={`incident-${id}.md`}
      className="inline-flex h-10 items-center gap-1.5 rounded-sm border border-line-strong bg-raised px-3 font-medium text-sm hover:bg-hover sm:h-8"
    >
      <Icon name="download" size={14} />
      {t('incidents.report')}
    </a>
  );
  if (!allows(me?.role, 'operator')) return report;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {incident.status === 'open' && (
        <Button
          look="main"
          icon="check"
          disabled={act.isPending}
          onClick={() =>
            act.mutate({
              run: () => ask('POST /api/v1/incidents/{id}/acknowledge', { name: id }),
              done: t('incidents.acts.acknowledged'),
            })
          }
        >
          {t('incidents.acts.acknowledge')}
        </Button>
      )}
      {!isOver && me && incident.assignee !== me.name && (
        <Button
          disabled={act.isPending}
          onClick={() =>
            act.mutate({
              run: () => ask('POST /api/v1/incidents/{id}/assign', { name: id, body: { to: me.name } }),
            })
          }
        >
          {t('incidents.acts.take')}
        </Button>
      )}
      <Button icon="pencil" onClick={() => setAsking('note')}>
        {t('incidents.acts.note')}
      </Button>
      {!isOver && (
        <Menu trigger={<Button icon="mute">{t('incidents.acts.snooze')}</Button>}>
          {snoozes.map((ms) => (
            <MenuItem
              key={ms}
              onSelect={() =>
                act.mutate({
                  run: () =>
                    ask('POST /api/v1/incidents/{id}/snooze', {
                      name: id,
                      body: { until: new Date(serverNow() + ms).toISOString() },
                    }),
                })
              }
            >
              {format.duration(ms)}
            </MenuItem>
          ))}
        </Menu>
      )}
      {isOver ? (
        <Button
          disabled={act.isPending}
          onClick={() => act.mutate({ run: () => ask('POST /api/v1/incidents/{id}/reopen', { name: id }) })}
        >
          {t('incidents.acts.reopen')}
        </Button>
      ) : (
        <Button disabled={act.isPending} onClick={() => setAsking('resolve')}>
          {t('incidents.acts.resolve')}
        </Button>
      )}
      {report}
      {asking === 'resolve' && (
        <ConfirmDialog
          harmless
          title={t('incidents.acts.resolveTitle')}
          text={t(incident.firing > 0 ? 'incidents.acts.resolveFiring' : 'incidents.acts.resolveText', {
            count: incident.firing,
          })}
          yes={t('incidents.acts.resolve')}
          onNo={() => setAsking(null)}
          onYes={() => {
            setAsking(null);
            act.mutate({
              run: () => ask('POST /api/v1/incidents/{id}/resolve', { name: id }),
              done: t('incidents.acts.resolved'),
            });
          }}
        />
      )}
      {asking === 'note' && (
        <Dialog
          open
          onClose={() => setAsking(null)}
          title={t('incidents.acts.noteTitle')}
          actions={
            <>
              <Button onClick={() => setAsking(null)}>{t('common.cancel')}</Button>
              <Button
                look="main"
                disabled={note.trim() === ''}
                onClick={() => {
                  setAsking(null);
                  act.mutate({
                    run: () =>
                      ask('POST /api/v1/incidents/{id}/notes', { name: id, body: { text: note.trim() } }),
                  });
                  setNote('');
                }}
              >
                {t('incidents.acts.keepNote')}
              </Button>
            </>
          }
        >
          <div className="mt-4">
            <TextField
              label={t('incidents.acts.noteText')}
              value={note}
              maxLength={2000}
              onChange={({ target }) => setNote(target.value)}
            />
          </div>
        </Dialog>
      )}
    </div>
  );
}
