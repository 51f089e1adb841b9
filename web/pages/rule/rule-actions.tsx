import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ask } from '../../data/api.ts';
import { notify } from '../../data/notices.ts';
import { problemText } from '../../data/problem-text.ts';
import type { Rule } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

/** What an operator may do with a rule. */
export function RuleActions({ rule }: { rule: Rule }) {
  const text = useText();
  const { t } = text;
  const { name, origin, replaces } = rule;
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<'test' | 'delete' | null>(null);
  const onError = (error: unknown) => notify({ tone: 'bad', text: problemText(text, error) });
  const test = useMutation({
    mutationFn: () => ask('POST /api/v1/rules/{name}/test', { name }),
    onSuccess: () => notify({ tone: 'well', text: t('rules.tested', { name }) }),
    onError,
    onSettled: () => client.invalidateQueries({ queryKey: ['rules'] }),
  });
  const remove = useMutation({
    mutationFn: () => ask('DELETE /api/v1/rules/{name}', { name }),
    onSuccess: async () => {
      notify({ tone: 'well', text: t(replaces === null ? 'rules.deleted' : 'rules.broughtBack', { name }) });
      // Nobody may ask for it any more once it is gone.
      if (replaces === null) await navigate({ to: '/rules' });
    },
    onError,
    onSettled: () => client.invalidateQueries({ queryKey: ['rules'] }),
  });
  return (
    <div className="flex flex-wrap items-center gap-2">
      {origin === 'page' && (
        <Button disabled={remove.isPending} onClick={() => setAsking('delete')}>
          {t(replaces === null ? 'rules.delete' : 'rules.bringBack')}
        </Button>
      )}
      <Button icon="bell" disabled={test.isPending || !rule.enabled} onClick={() => setAsking('test')}>
        {t('rules.test')}
      </Button>
      <Button
        icon="pencil"
        look="main"
        onClick={() => void navigate({ to: '/rules/$name', params: { name }, search: { edit: true } })}
      >
        {t('rules.change')}
      </Button>
      {asking === 'test' && (
        <ConfirmDialog
          harmless
          title={t('rules.testTitle', { name })}
          text={t('rules.testText')}
          yes={t('rules.test')}
          onNo={() => setAsking(null)}
          onYes={() => {
            setAsking(null);
            test.mutate();
          }}
        />
      )}
      {asking === 'delete' && (
        <ConfirmDialog
          title={t(replaces === null ? 'rules.deleteTitle' : 'rules.bringBackTitle', { name })}
          text={t(replaces === null ? 'rules.deleteText' : `rules.bringBackText.${replaces}`)}
          yes={t(replaces === null ? 'rules.delete' : 'rules.bringBack')}
          onNo={() => setAsking(null)}
          onYes={() => {
            setAsking(null);
            remove.mutate();
          }}
        />
      )}
    </div>
  );
}
