import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { inputBox } from '../../components/field.tsx';
import { allows } from '../../data/access.ts';
import { ask } from '../../data/api.ts';
import { useErrorActs } from '../../data/error-acts.ts';
import { type Deed, deedsOf } from '../../data/error-story.ts';
import { meQuery } from '../../data/queries.ts';
import type { ErrorGroupDetail } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';
import { who } from './who.ts';

/** As the server takes it. */
const longestNote = 2_000;

/** Who did what about it, and a place to leave a word for the next one. */
export function History({ group }: { group: ErrorGroupDetail }) {
  const { t, format } = useText();
  const { data: me } = useQuery(meQuery);
  const acts = useErrorActs();
  const [note, setNote] = useState('');
  const deeds = deedsOf(group);
  const mayAct = allows(me?.role, 'operator');
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const text = note.trim();
    if (text !== '' && (await acts.change(group.id, { note: text }, t('errors.acts.done.note')))) setNote('');
  }
  return (
    <div className="flex flex-col gap-3 px-4 pb-4 text-sm">
      {deeds.length === 0 ? (
        <p className="text-ink-faint">{t('error.nobody')}</p>
      ) : (
        <ol className="flex flex-col gap-2.5">
          {deeds.map((deed) => (
            <li key={`${deed.kind} ${deed.time} ${deed.merge ?? ''}`}>
              <p className="figures text-ink-faint text-xs">
                <time dateTime={deed.time} title={format.utc(deed.time)}>
                  {format.clock(deed.time)}
                </time>{' '}
                {who(deed.by)}
              </p>
              <div className="flex items-start justify-between gap-2">
                <p className="min-w-0 whitespace-pre-wrap">
                  <Words deed={deed} />
                </p>
                {mayAct && deed.merge !== null && (
                  <Button
                    look="quiet"
                    onClick={() =>
                      void acts.run(
                        () => ask('POST /api/v1/errors/merges/{id}/undo', { name: String(deed.merge) }),
                        t('errors.acts.done.unmerge'),
                      )
                    }
                  >
                    {t('error.split.yes')}
                  </Button>
                )}
              </div>
            </li>
          ))}
        </ol>
      )}
      {mayAct && (
        <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-2">
          <textarea
            aria-label={t('error.note')}
            placeholder={t('error.note')}
            value={note}
            maxLength={longestNote}
            rows={2}
            onChange={({ target }) => setNote(target.value)}
            className={`${inputBox} h-auto! min-h-16 py-2`}
          />
          <Button type="submit" className="self-end" disabled={note.trim() === ''}>
            {t('error.addNote')}
          </Button>
        </form>
      )}
    </div>
  );
}

function Words({ deed }: { deed: Deed }) {
  const { t } = useText();
  if (deed.kind === 'note') return deed.text;
  if (deed.kind === 'merge') return t('error.deeds.merged', { title: deed.text });
  return t(`error.deeds.${deed.text as ErrorGroupDetail['status']}`);
}

/** From each deploy to the next: did it get better or worse? */
export function Deploys({ group: { perDeploy } }: { group: ErrorGroupDetail }) {
  const { t, format } = useText();
  return (
    <table className="figures w-full text-sm">
      <thead className="text-ink-faint text-xs">
        <tr>
          <th scope="col" className="px-4 pb-1 text-left font-normal">
            {t('error.deploy')}
          </th>
          <th scope="col" className="pb-1 text-right font-normal">
            {t('errors.columns.count')}
          </th>
          <th scope="col" className="px-4 pb-1 text-right font-normal">
            {t('error.anHour')}
          </th>
        </tr>
      </thead>
      <tbody>
        {perDeploy.map(({ id, version, time, count, perHour }) => (
          <tr key={id} className="border-line border-t">
            <td className="px-4 py-1.5">
              {version} <span className="text-ink-faint text-xs">{format.clock(time)}</span>
            </td>
            <td className="py-1.5 text-right">{format.count(count)}</td>
            <td className="px-4 py-1.5 text-right text-ink-soft">{format.amount(perHour)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
