import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextField } from '../../components/field.tsx';
import { Menu, MenuItem, MenuLabel, MenuLine } from '../../components/menu.tsx';
import type { ListSearch } from '../../data/list-search.ts';
import { useStore } from '../../data/use-store.ts';
import {
  type BuiltInView,
  builtInViews,
  forgetView,
  keepView,
  longestViewName,
  mostViews,
  ownViews,
  viewOf,
} from '../../data/views.ts';
import { useText } from '../../i18n/index.ts';

interface ViewMenuProps {
  search: ListSearch;
  onSearch: (search: ListSearch) => void;
}

/** Arrangements under a name: those that come with the page, and one's own. */
export function ViewMenu({ search, onSearch }: ViewMenuProps) {
  const { t } = useText();
  const own = useStore(ownViews, (views) => views);
  const [naming, setNaming] = useState(false);
  const current = viewOf(search, own);
  const currentOwn = typeof current === 'object' ? current : null;
  const name =
    current === null
      ? t('views.unnamed')
      : typeof current === 'string'
        ? t(`views.${current}`)
        : current.name;
  return (
    <>
      <Menu
        trigger={
          <Button
            icon="views"
            className="max-w-60 max-md:w-10 max-md:px-0"
            aria-label={t('views.title', { name })}
            title={t('views.title', { name })}
          >
            <bdi className="truncate max-md:sr-only">{name}</bdi>
          </Button>
        }
      >
        {(Object.keys(builtInViews) as BuiltInView[]).map((id) => (
          <MenuItem
            key={id}
            icon={current === id ? 'check' : 'blank'}
            onSelect={() => onSearch(builtInViews[id])}
          >
            {t(`views.${id}`)}
          </MenuItem>
        ))}
        {own.length > 0 && <MenuLine />}
        {own.length > 0 && <MenuLabel>{t('views.own')}</MenuLabel>}
        {own.map((view) => (
          <MenuItem
            key={view.name}
            icon={currentOwn?.name === view.name ? 'check' : 'blank'}
            onSelect={() => onSearch(view.search)}
          >
            <bdi className="truncate">{view.name}</bdi>
          </MenuItem>
        ))}
        <MenuLine />
        <MenuItem icon="plus" disabled={current !== null} onSelect={() => setNaming(true)}>
          {t('views.keep')}
        </MenuItem>
        {currentOwn && (
          <MenuItem icon="cross" onSelect={() => forgetView(currentOwn.name)}>
            {t('views.forget', { name: currentOwn.name })}
          </MenuItem>
        )}
      </Menu>
      {naming && <KeepDialog search={search} onClose={() => setNaming(false)} />}
    </>
  );
}

function KeepDialog({ search, onClose }: { search: ListSearch; onClose: () => void }) {
  const { t, format } = useText();
  const own = useStore(ownViews, (views) => views);
  const [name, setName] = useState('');
  const [full, setFull] = useState(false);
  const trimmed = name.trim();
  const replaces = own.some((view) => view.name === trimmed);
  const save = () => {
    if (trimmed === '') return;
    if (keepView({ name: trimmed, search })) onClose();
    else setFull(true);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('views.keepTitle')}
      text={t('views.keepText')}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="main" disabled={trimmed === ''} onClick={save}>
            {replaces ? t('views.replace') : t('views.save')}
          </Button>
        </>
      }
    >
      <form
        className="mt-4"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextField
          label={t('views.name')}
          value={name}
          maxLength={longestViewName}
          autoFocus
          onChange={(change) => setName(change.target.value)}
          problem={full ? t('views.full', { most: format.count(mostViews) }) : null}
          {...(replaces ? { help: t('views.replaces') } : {})}
        />
      </form>
    </Dialog>
  );
}
