import { Button } from '../../components/button.tsx';
import { Menu, MenuItem, MenuLabel } from '../../components/menu.tsx';
import { eventsToCsv, saveFile } from '../../data/export.ts';
import type { FleetEvent } from '../../data/types.ts';
import { useText } from '../../i18n/index.ts';

/** What is shown, as a file. */
export function Export({ events }: { events: readonly FleetEvent[] }) {
  const { t } = useText();
  const name = () => `yagura-events-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  return (
    <Menu
      trigger={
        <Button icon="down" disabled={events.length === 0}>
          {t('events.export')}
        </Button>
      }
    >
      <MenuLabel>{t('events.exportNote', { count: events.length })}</MenuLabel>
      <MenuItem
        onSelect={() =>
          saveFile(`${name()}.json`, 'application/json', `${JSON.stringify({ events }, null, 2)}\n`)
        }
      >
        JSON
      </MenuItem>
      <MenuItem onSelect={() => saveFile(`${name()}.csv`, 'text/csv;charset=utf-8', eventsToCsv(events))}>
        CSV
      </MenuItem>
    </Menu>
  );
}
