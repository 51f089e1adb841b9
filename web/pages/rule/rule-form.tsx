import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useId, useMemo, useState } from 'react';
import { Block } from '../../components/block.tsx';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { Checkbox, inputBox, SelectField, TextField } from '../../components/field.tsx';
import { severities } from '../../data/alert-search.ts';
import { ask } from '../../data/api.ts';
import { notify } from '../../data/notices.ts';
import { problemText } from '../../data/problem-text.ts';
import { pairsIn, type RuleDraft, ruleKinds, ruleOf } from '../../data/rule-draft.ts';
import type { RuleBody } from '../../data/types.ts';
import { useCalm } from '../../data/use-calm.ts';
import { useText } from '../../i18n/index.ts';
import { RuleForecast } from './rule-forecast.tsx';

interface RuleFormProps {
  first: RuleDraft;
  /** Which rule it changes; null: it makes a new one. */
  changes: string | null;
  onCancel: () => void;
}

const checkedAfterMs = 400;
/** What there is most often; others may be written as well. */
const eventTypes = [
  'worker.down',
  'worker.failed',
  'worker.unhealthy',
  'worker.no-progress',
  'crash-loop',
  'error.new',
  'error.regression',
  'error.spike',
  'lock.stuck',
  'failover',
  'host.lost',
  'yagura.troubled',
];

/** Makes or changes a rule; says while one types what is wrong with it and how often it would have fired. */
export function RuleForm({ first, changes, onCancel }: RuleFormProps) {
  const text = useText();
  const { t } = text;
  const client = useQueryClient();
  const navigate = useNavigate();
  const types = useId();
  const [draft, setDraft] = useState(first);
  const set = <Key extends keyof RuleDraft>(key: Key, value: RuleDraft[Key]) =>
    setDraft((before) => ({ ...before, [key]: value }));
  const typed = (
    key: 'name' | 'on' | 'overAfter' | 'every' | 'grace' | 'for' | 'keepFiringFor' | 'summary',
  ) => ({
    value: draft[key],
    onChange: ({ target }: { target: { value: string } }) => set(key, target.value),
  });
  const calm = useCalm(draft, checkedAfterMs);
  // What it would do can be told before it has a name.
  const asked = useMemo(() => ruleOf({ ...calm, name: calm.name.trim() || 'new' }), [calm]);
  const save = useMutation({
    mutationFn: (rule: RuleBody['rule']) =>
      changes === null
        ? ask('POST /api/v1/rules', { body: { rule } })
        : ask('PUT /api/v1/rules/{name}', { name: changes, body: { rule } }),
    onSuccess: (saved) => {
      notify({ tone: 'well', text: t('rules.saved', { name: saved.name }) });
      void navigate({ to: '/rules/$name', params: { name: saved.name }, search: {} });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['rules'] }),
  });
  const rule = ruleOf(draft);
  const wrong = [...pairsIn(draft.labels).wrong, ...pairsIn(draft.kind === 'event' ? draft.match : '').wrong];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (rule !== null && wrong.length === 0 && !save.isPending) save.mutate(rule);
  };
  return (
    <form
      onSubmit={submit}
      className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]"
    >
      <Block title={t('rules.form.rule')}>
        <div className="flex flex-col gap-4">
          <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_160px]">
            <TextField label={t('rules.form.name')} maxLength={100} required {...typed('name')} />
            <SelectField
              label={t('alerts.filter.severity')}
              value={draft.severity}
              options={severities.map((value) => ({ value, text: t(`alerts.severities.${value}`) }))}
              onChoose={(value) => set('severity', value)}
            />
          </div>
          <div>
            <Choice
              label={t('rules.form.kind')}
              value={draft.kind}
              options={ruleKinds.map((value) => ({ value, text: t(`rules.kinds.${value}`) }))}
              onChoose={(value) => set('kind', value)}
            />
          </div>
          {draft.kind === 'metric' && (
            <>
              <TextArea
                label={t('rules.form.expr')}
                help={t('rules.form.exprHelp')}
                value={draft.expr}
                onType={(value) => set('expr', value)}
              />
              <TextArea
                label={t('rules.form.resolve')}
                help={t('rules.form.resolveHelp')}
                rows={2}
                value={draft.resolve}
                onType={(value) => set('resolve', value)}
              />
              <SelectField
                label={t('rules.form.noData')}
                value={draft.noData}
                options={(['ok', 'alert', 'keep'] as const).map((value) => ({
                  value,
                  text: t(`rules.noData.${value}`),
                }))}
                onChoose={(value) => set('noData', value)}
              />
            </>
          )}
          {draft.kind === 'event' && (
            <>
              <TextField label={t('rules.form.on')} list={types} spellCheck={false} {...typed('on')} />
              <datalist id={types}>
                {eventTypes.map((type) => (
                  <option key={type} value={type} />
                ))}
              </datalist>
              <TextArea
                label={t('rules.form.match')}
                help={t('rules.form.matchHelp', { example: 'worker=mailer-*' })}
                rows={2}
                value={draft.match}
                onType={(value) => set('match', value)}
              />
              <TextField
                label={t('rules.form.overAfter')}
                help={t('rules.form.overAfterHelp')}
                {...typed('overAfter')}
              />
            </>
          )}
          {draft.kind === 'heartbeat' && (
            <div className="grid gap-3 sm:grid-cols-2">
              <TextField label={t('rules.form.every')} help={t('rules.form.everyHelp')} {...typed('every')} />
              <TextField label={t('rules.form.grace')} placeholder="1m" {...typed('grace')} />
            </div>
          )}
          <div className="grid gap-3 sm:grid-cols-2">
            <TextField label={t('rules.form.for')} help={t('rules.form.forHelp')} {...typed('for')} />
            <TextField
              label={t('rules.form.keepFiringFor')}
              help={t('rules.form.keepFiringForHelp')}
              {...typed('keepFiringFor')}
            />
          </div>
          <TextField
            label={t('rules.form.summary')}
            help={t('rules.form.templateHelp', { example: '{{ $labels.worker }}' })}
            maxLength={4000}
            {...typed('summary')}
          />
          <TextArea
            label={t('rules.form.description')}
            rows={2}
            value={draft.description}
            onType={(value) => set('description', value)}
          />
          <TextArea
            label={t('rules.form.labels')}
            help={t('rules.form.labelsHelp', { example: 'team=post' })}
            rows={2}
            value={draft.labels}
            onType={(value) => set('labels', value)}
          />
          <Tick
            label={t('rules.form.page')}
            checked={draft.page}
            onChange={(checked) => set('page', checked)}
          />
          <Tick
            label={t('rules.form.enabled')}
            checked={draft.enabled}
            onChange={(checked) => set('enabled', checked)}
          />
          {(wrong.length > 0 || save.isError) && (
            <p role="alert" className="break-words text-bad text-sm">
              {wrong.length > 0
                ? t('rules.form.wrongPair', { line: wrong[0] })
                : problemText(text, save.error)}
            </p>
          )}
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={onCancel}>{t('common.cancel')}</Button>
            <Button
              type="submit"
              look="main"
              icon="check"
              disabled={rule === null || wrong.length > 0 || save.isPending}
            >
              {t('rules.form.save')}
            </Button>
          </div>
        </div>
      </Block>
      <RuleForecast rule={asked} />
    </form>
  );
}

interface TextAreaProps {
  label: string;
  value: string;
  onType: (value: string) => void;
  help?: string;
  rows?: number;
}

function TextArea({ label, value, onType, help, rows = 3 }: TextAreaProps) {
  return (
    <label className="flex flex-col gap-1">
      <span className="font-medium text-sm">{label}</span>
      <textarea
        value={value}
        rows={Math.min(12, Math.max(rows, value.split('\n').length))}
        spellCheck={false}
        onChange={({ target }) => onType(target.value)}
        className={`${inputBox} h-auto! resize-y py-2 font-mono leading-5`}
      />
      {help !== undefined && <span className="text-ink-faint text-xs">{help}</span>}
    </label>
  );
}

interface TickProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

function Tick({ label, checked, onChange }: TickProps) {
  return (
    <span className="flex items-center gap-2 text-sm">
      <Checkbox label={label} checked={checked} onChange={onChange} />
      <span aria-hidden="true">{label}</span>
    </span>
  );
}
