import { aspects } from '../../data/expressions.ts';
import { csvOf, saveFile, saveBlob } from '../../data/export.ts';
import { useText } from '../../i18n/index.ts';
import { Button } from '../button.tsx';
import { Menu, MenuItem } from '../menu.tsx';
import type { ChartPlan } from './plan.ts';
import type { ChartSeries } from './time-chart.tsx';

interface ChartMenuProps {
  plan: ChartPlan;
  of: string;
  times: readonly number[];
  lines: readonly ChartSeries[];
  canvas: () => HTMLCanvasElement | null;
}

/** What is shown, as a picture or as figures. */
export function ChartMenu({ plan, of, times, lines, canvas }: ChartMenuProps) {
  const { t, format } = useText();
  const name = `${of} ${plan.title}`.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-');
  function savePicture(): void {
    const drawn = canvas();
    const [first, last] = [times[0], times.at(-1)];
    if (!drawn || first === undefined || last === undefined) return;
    const title = `${of} · ${plan.title} · ${format.time(first)} – ${format.time(last, first)}`;
    pictureOf(drawn, title, lines).toBlob((blob) => blob && saveBlob(`${name}.png`, blob));
  }
  function saveFigures(): void {
    const columns = lines.flatMap((line) =>
      aspects.flatMap((aspect) => {
        const values = aspect === 'mean' ? line.values : line[aspect];
        return values ? [{ name: aspect === 'mean' ? line.name : `${line.name} ${aspect}`, values }] : [];
      }),
    );
    const rows = times.map((time, at) => [
      new Date(time).toISOString(),
      ...columns.map(({ values }) => String(values[at] ?? '')),
    ]);
    saveFile(
      `${name}.csv`,
      'text/csv;charset=utf-8',
      csvOf([['time', ...columns.map((column) => column.name)], ...rows]),
    );
  }
  return (
    <Menu
      trigger={
        <Button look="quiet" icon="more" iconOnly className="-my-1 sm:h-7 sm:w-7">
          {t('charts.more', { chart: plan.title })}
        </Button>
      }
    >
      <MenuItem icon="download" onSelect={savePicture}>
        {t('charts.png')}
      </MenuItem>
      <MenuItem icon="download" onSelect={saveFigures}>
        {t('charts.csv')}
      </MenuItem>
    </Menu>
  );
}

/** The curves under a line that says what and when they are, on the ground that they are seen on. */
function pictureOf(
  drawn: HTMLCanvasElement,
  title: string,
  lines: readonly ChartSeries[],
): HTMLCanvasElement {
  const scale = devicePixelRatio;
  const head = 48 * scale;
  const made = document.createElement('canvas');
  made.width = drawn.width;
  made.height = drawn.height + head;
  const context = made.getContext('2d');
  if (!context) return drawn;
  const style = getComputedStyle(document.documentElement);
  const probe = document.createElement('span');
  document.body.append(probe);
  const colourOf = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  context.fillStyle = colourOf('--surface');
  context.fillRect(0, 0, made.width, made.height);
  context.drawImage(drawn, 0, head);
  context.textBaseline = 'middle';
  context.font = `600 ${13 * scale}px ${style.fontFamily}`;
  context.fillStyle = colourOf('--ink');
  context.fillText(title, 8 * scale, 14 * scale);
  context.font = `${12 * scale}px ${style.fontFamily}`;
  let x = 8 * scale;
  for (const { name, colour } of lines) {
    context.fillStyle = colourOf(colour);
    context.fillRect(x, 34 * scale, 14 * scale, 2 * scale);
    context.fillStyle = colourOf('--ink-soft');
    context.fillText(name, x + 20 * scale, 35 * scale);
    x += 20 * scale + context.measureText(name).width + 16 * scale;
  }
  probe.remove();
  return made;
}
