import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { SelectField, TextField } from '../../components/field.tsx';
import { roles, tokensQuery } from '../../data/access.ts';
import { ApiProblem, ask } from '../../data/api.ts';
import {
  bodyOf,
  type Lifetime,
  lifetimes,
  longestName,
  nameProblem,
  type TokenForm,
} from '../../data/token-form.ts';
import { problemText } from '../../data/problem-text.ts';
import type { NewToken } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

interface NewTokenDialogProps {
  /** Names of tokens that are valid. */
  taken: readonly string[];
  onClose: () => void;
}

/** Asks what the new token shall be, then shows its secret, this once. */
export function NewTokenDialog({ taken, onClose }: NewTokenDialogProps) {
  const text = useText();
  const { t } = text;
  const client = useQueryClient();
  const formId = useId();
  const [form, setForm] = useState<TokenForm>({ name: '', role: 'viewer', lifetime: '90d' });
  // Nobody is told what is wrong with what they have not written yet.
  const [touched, setTouched] = useState(false);
  const make = useMutation({
    mutationFn: (asked: TokenForm) => ask('POST /api/v1/tokens', { body: bodyOf(asked, Date.now()) }),
    onSuccess: () => client.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
  const wrong = nameProblem(form.name, taken);
  const change = (next: Partial<TokenForm>) => {
    setForm({ ...form, ...next });
    if (make.isError) make.reset();
  };

  function submit(event: FormEvent): void {
    event.preventDefault();
    setTouched(true);
    if (wrong === null && !make.isPending) make.mutate(form);
  }

  if (make.isSuccess) return <Secret made={make.data} onClose={onClose} />;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('tokens.makeTitle')}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" form={formId} look="main" disabled={make.isPending}>
            {t(make.isPending ? 'tokens.making' : 'tokens.makeNow')}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="mt-4 flex flex-col gap-4">
        <TextField
          label={t('tokens.name')}
          autoFocus
          autoComplete="off"
          maxLength={longestName}
          value={form.name}
          onChange={(typed) => change({ name: typed.target.value })}
          onBlur={() => form.name !== '' && setTouched(true)}
          problem={
            make.isError
              ? make.error instanceof ApiProblem && make.error.code === 'conflict'
                ? t('tokens.problems.conflict')
                : problemText(text, make.error)
              : touched && wrong !== null
                ? t(`tokens.problems.${wrong}`)
                : null
          }
          help={t('tokens.nameHelp')}
        />
        <SelectField
          label={t('preferences.role')}
          value={form.role}
          options={roles.map((value) => ({ value, text: t(`settings.roles.${value}`) }))}
          onChoose={(role) => change({ role })}
          help={t(`tokens.roleHelp.${form.role}`)}
        />
        <SelectField
          label={t('tokens.lifetime')}
          value={form.lifetime}
          options={(Object.keys(lifetimes) as Lifetime[]).map((value) => ({
            value,
            text: t(`tokens.lifetimes.${value}`),
          }))}
          onChoose={(lifetime) => change({ lifetime })}
        />
      </form>
    </Dialog>
  );
}

/** A click beside the dialog must not lose what cannot be shown again. */
function Secret({ made, onClose }: { made: NewToken; onClose: () => void }) {
  const { t } = useText();
  return (
    <Dialog
      open
      wide
      onClose={() => {}}
      title={t('tokens.made', { name: made.name })}
      text={t('tokens.once')}
      actions={
        <>
          <CopyButton text={() => made.token}>{t('tokens.copy')}</CopyButton>
          <Button look="main" onClick={onClose}>
            {t('tokens.kept')}
          </Button>
        </>
      }
    >
      <code
        data-testid="secret"
        className="mt-4 block select-all break-all rounded-sm bg-sunken px-3 py-2.5 font-mono text-sm"
      >
        {made.token}
      </code>
      <p className="mt-4 text-ink-soft text-sm">{t('tokens.use')}</p>
      <code className="mt-2 block select-all break-all rounded-sm bg-sunken px-3 py-2 font-mono text-xs">
        {`curl -H "Authorization: Bearer $YAGURA_TOKEN" ${location.origin}/api/v1/workers`}
      </code>
    </Dialog>
  );
}
