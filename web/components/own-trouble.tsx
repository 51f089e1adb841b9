import { useSystem } from '../data/use-fleet.ts';
import { partName } from '../data/part-name.ts';
import { useText } from '../i18n/index.ts';
import { StateIcon } from './icon.tsx';

/** Says so when the tower itself is not well, apart from the workers. */
export function OwnTrouble() {
  const { t, say } = useText();
  const sick = useSystem(({ parts }) => parts)?.filter((part) => part.state !== 'well') ?? [];
  if (sick.length === 0) return null;
  return (
    <div
      role="alert"
      className="flex gap-2.5 rounded-md border border-warn bg-warn-soft px-4 py-3 text-sm text-warn"
    >
      <span className="mt-0.5">
        <StateIcon state="degraded" />
      </span>
      <div>
        <p className="font-semibold">{t('own.notWell')}</p>
        <ul>
          {sick.map((part) => (
            <li key={part.name}>
              {partName({ t }, part.name)}: {say(part.detail) || t(`own.state.${part.state}`)}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
