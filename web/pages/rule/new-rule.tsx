import { useNavigate } from '@tanstack/react-router';
import { PageHead } from '../../components/page-head.tsx';
import { emptyDraft } from '../../data/rule-draft.ts';
import { useText } from '../../i18n/index.ts';
import { RuleForm } from './rule-form.tsx';

/** A form for a rule that there is not yet. */
export function NewRule() {
  const { t } = useText();
  const navigate = useNavigate();
  return (
    <>
      <PageHead title={t('rules.new')} text={t('rules.newText')} />
      <RuleForm first={emptyDraft} changes={null} onCancel={() => void navigate({ to: '/rules' })} />
    </>
  );
}
