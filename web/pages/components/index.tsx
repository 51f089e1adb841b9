import { lazy, Suspense, useState } from 'react';
import { Bars } from '../../components/bars.tsx';
import { Block, Empty, Loading, Problem } from '../../components/block.tsx';
import { Button } from '../../components/button.tsx';
import { CheckList } from '../../components/check-list.tsx';
import { Choice } from '../../components/choice.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Checkbox, SelectField, TextField } from '../../components/field.tsx';
import { Ago, Uptime } from '../../components/figures.tsx';
import { DataFacts } from '../../components/facts.tsx';
import { Forbidden } from '../../components/forbidden.tsx';
import { Icon } from '../../components/icon.tsx';
import { Keycaps } from '../../components/keycaps.tsx';
import { LastExit } from '../../components/last-exit.tsx';
import { LevelBar } from '../../components/level-bar.tsx';
import { Mark } from '../../components/mark.tsx';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine, MenuTick } from '../../components/menu.tsx';
import { Opener } from '../../components/opener.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { Reason } from '../../components/reason.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { LostSign } from '../../components/shell/connection.tsx';
import { staleLook } from '../../components/shell/main.tsx';
import { SidePanel } from '../../components/side-panel.tsx';
import { Sparkline } from '../../components/sparkline.tsx';
import { WorkerState } from '../../components/state.tsx';
import { StoryList } from '../../components/story-list.tsx';
import type { Marker } from '../../components/charts/time-chart.tsx';
import { TimeRangeField } from '../../components/time-range-field.tsx';
import { Tooltip } from '../../components/tooltip.tsx';
import { WorkerActions } from '../../components/worker-actions.tsx';
import { WorkerFacts } from '../../components/worker-facts.tsx';
import { ApiProblem } from '../../data/api.ts';
import { type Notice, notify } from '../../data/notices.ts';
import { part } from '../../data/part.ts';
import { steadyFirst } from '../../data/standing.ts';
import { useStore } from '../../data/use-store.ts';
import { chooseTheme, type Theme, theme as themeStore } from '../../data/theme.ts';
import type { TimeRange } from '../../data/time-range.ts';
import { useText } from '../../i18n/index.ts';
import { Colours } from './colours.tsx';
import { ago, checks, curve, exampleWorker, names, stories } from './examples.ts';
import { InState, Specimen } from './specimen.tsx';

const TimeChart = lazy(part(() => import('../../components/charts/time-chart.tsx')));
const QrCode = lazy(part(() => import('../../components/qr-code.tsx')));
const sizes = ['text-2xl', 'text-xl', 'text-lg', 'text-base', 'text-sm', 'text-xs'];

/** Every shared component in each of its states: for whoever builds a page, and for the tests that walk through it. */
export function Components() {
  const { t } = useText();
  const theme = useStore(themeStore, (value) => value);
  return (
    <>
      <PageHead
        title={t('components.title')}
        text={t('components.text')}
        actions={
          <Choice<Theme>
            label={t('settings.theme')}
            value={theme}
            options={(['system', 'light', 'dark'] as const).map((value) => ({
              value,
              text: t(`settings.themes.${value}`),
            }))}
            onChoose={chooseTheme}
          />
        }
      />
      <div className="flex flex-col gap-10">
        <Colours />
        <TypeScale />
        <States />
        <Blocks />
        <Controls />
        <Figures />
        <Charts />
        <Lists />
        <Overlays />
      </div>
    </>
  );
}

/** What was taken away is not there any more. */
const withoutGaps = (range: Record<string, string | undefined>): TimeRange =>
  Object.fromEntries(Object.entries(range).filter(([, value]) => value !== undefined));

function TypeScale() {
  const { t } = useText();
  return (
    <Specimen name="--size-*">
      <div className="card w-full p-4">
        {sizes.map((size) => (
          <p key={size} className={`${size} truncate`}>
            <span className="figures mr-3 inline-block w-20 font-mono text-ink-faint text-xs" translate="no">
              {size}
            </span>
            {t('components.sample')}
          </p>
        ))}
      </div>
    </Specimen>
  );
}

function States() {
  const { t } = useText();
  const marks = ['text-lamp', 'text-busy', 'text-bad', 'text-rest'];
  return (
    <>
      <Specimen name="WorkerState">
        {steadyFirst.map((state) => (
          <div key={state} className="flex flex-col items-start gap-2">
            <WorkerState worker={exampleWorker(state)} large />
            <WorkerState worker={exampleWorker(state)} />
          </div>
        ))}
        <InState caption={t('components.states.stale')}>
          <WorkerState worker={exampleWorker('running', { fresh: false })} large />
        </InState>
      </Specimen>
      <Specimen name="Mark">
        {marks.map((lamp) => (
          <span key={lamp} className="text-accent">
            <Mark size={48} lamp={lamp} />
          </span>
        ))}
      </Specimen>
      <Specimen name="LostSign">
        <LostSign text={t('connection.reconnecting')} age={t('connection.age', { age: '12 s' })} />
        <LostSign text={t('connection.signedOut')} age="" onRetry={() => {}} />
      </Specimen>
    </>
  );
}

function Blocks() {
  const { t } = useText();
  const caption = (state: 'empty' | 'loading' | 'stale' | 'error' | 'long') =>
    t(`components.states.${state}`);
  const away = new ApiProblem(503, 'agent_away', 'tower-7: no agent since 14:02');
  return (
    <Specimen name="Block">
      <InState caption={caption('empty')} wide>
        <Block title={t('checks.title')} flush>
          <Empty>{t('checks.empty')}</Empty>
        </Block>
      </InState>
      <InState caption={caption('loading')} wide>
        <Block title={t('processes.title')} flush>
          <Loading />
        </Block>
      </InState>
      <InState caption={caption('stale')} wide>
        <div className={staleLook}>
          <Block title={t('stories.title')} note="12 s" flush>
            <StoryList stories={stories.slice(0, 1)} most={1} />
          </Block>
        </div>
      </InState>
      <InState caption={caption('error')} wide>
        <Block title={t('spec.title')} flush>
          <Problem error={away} retry={() => {}} />
        </Block>
      </InState>
      <InState caption={caption('long')} wide>
        <Block
          title={names.long}
          note="1,204"
          actions={
            <Button icon="more" iconOnly look="quiet">
              {t('nav.more')}
            </Button>
          }
        >
          <p className="text-sm">
            <bdi>{names.rightToLeft}</bdi> · {names.emoji} · {names.html}
          </p>
        </Block>
      </InState>
      <InState caption={t('components.states.forbidden')} wide>
        <Block title={t('nav.audit')} flush>
          <Forbidden needed="admin">{t('components.text')}</Forbidden>
        </Block>
      </InState>
    </Specimen>
  );
}

function Controls() {
  const { t } = useText();
  const [checked, setChecked] = useState<boolean>(true);
  const [text, setText] = useState('');
  const [range, setRange] = useState<TimeRange>({});
  const [open, setOpen] = useState(false);
  return (
    <>
      <Specimen name="Button">
        {(['plain', 'main', 'danger', 'quiet'] as const).map((look) => (
          <div key={look} className="flex gap-2">
            <Button look={look} icon="restart">
              {t('actions.restart')}
            </Button>
            <Button look={look} icon="restart" disabled title={t('actions.viewer')}>
              {t('actions.restart')}
            </Button>
            <Button look={look} icon="restart" iconOnly>
              {t('actions.restart')}
            </Button>
          </div>
        ))}
        <Button look="quiet" icon="wrap" aria-pressed>
          {t('logs.wrap')}
        </Button>
        <CopyButton text={() => names.long}>{t('logs.copy')}</CopyButton>
      </Specimen>
      <Specimen name="WorkerActions">
        {(['running', 'failed'] as const).map((state) => (
          <InState key={state} caption={t(`state.${state}`)}>
            <WorkerActions worker={exampleWorker(state)} />
          </InState>
        ))}
      </Specimen>
      <Specimen name="WorkerFacts">
        <InState caption={t('components.states.plain')} wide>
          <WorkerFacts worker={exampleWorker('running')} short />
        </InState>
        <InState caption={t('components.states.stale')} wide>
          <div className={staleLook}>
            <WorkerFacts worker={exampleWorker('running', { fresh: false })} short />
          </div>
        </InState>
        <InState caption={t('components.states.long')} wide>
          <WorkerFacts
            worker={exampleWorker('failed', {
              host: names.long,
              labels: { team: names.long, purpose: names.html },
            })}
            nextRunAt={ago(-3_600)}
          />
        </InState>
      </Specimen>
      <Specimen name="Field">
        <InState caption={t('components.states.plain')} wide>
          <TextField label={t('login.token')} placeholder="yg_…" help={t('login.helpFile')} />
        </InState>
        <InState caption={t('components.states.error')} wide>
          <TextField label={t('login.token')} defaultValue={names.long} problem={t('login.wrong')} />
        </InState>
        <InState caption={t('components.states.disabled')} wide>
          <TextField label={t('login.token')} defaultValue={names.rightToLeft} disabled />
        </InState>
        <InState caption="SelectField" wide>
          <SelectField
            label={t('settings.theme')}
            value="long"
            options={[
              { value: 'long', text: names.long },
              { value: 'plain', text: names.plain },
            ]}
            onChoose={() => {}}
          />
        </InState>
        <InState caption="SearchField" wide>
          <SearchField label={t('keys.find')} value={text} onSearch={setText} maxLength={200} />
        </InState>
        <InState caption="TimeRangeField" wide>
          <TimeRangeField
            range={range}
            onChange={(change) => setRange(withoutGaps({ ...range, ...change }))}
          />
        </InState>
        <InState caption="Checkbox">
          <div className="flex gap-4 py-2">
            <Checkbox checked={checked} onChange={setChecked} label={t('logs.wrap')} />
            <Checkbox checked={false} onChange={() => {}} label={t('logs.pause')} />
            <Checkbox checked="indeterminate" onChange={() => {}} label={t('logs.resume')} />
          </div>
        </InState>
        <InState caption="Opener">
          <Opener open={open} onToggle={() => setOpen(!open)} />
        </InState>
        <InState caption="Keycaps">
          <div className="flex gap-4 py-2">
            <Keycaps keys="mod+k" />
            <Keycaps keys="g o" />
            <Keycaps keys="?" />
          </div>
        </InState>
      </Specimen>
    </>
  );
}

function Figures() {
  const { t } = useText();
  const exit = {
    code: null,
    signal: 'SIGKILL',
    at: ago(300),
    reason: 'signal' as const,
    detail: 'killed by SIGKILL',
  };
  const soon = new Date(Date.parse(ago(0)) + 90_000).toISOString();
  return (
    <>
      <Specimen name="Sparkline">
        <InState caption={t('components.states.plain')}>
          <div className="w-60">
            <Sparkline values={curve} span={60} top={1} height={40} />
          </div>
        </InState>
        <InState caption={t('components.states.empty')}>
          <div className="w-60">
            <Sparkline values={[]} span={60} height={40} />
          </div>
        </InState>
        <InState caption={t('components.states.stale')}>
          <div className={`w-60 ${staleLook}`}>
            <Sparkline values={curve.slice(0, 40)} span={60} top={1} height={40} />
          </div>
        </InState>
      </Specimen>
      <Specimen name="Bars · LevelBar · QrCode · DataFacts">
        <InState caption={t('components.states.plain')}>
          <div className="w-60 text-bad">
            <Bars values={[0, 0, 1, 0, 3, 9, 4, 0, 0, 0, 1, 0]} />
          </div>
        </InState>
        <InState caption={t('components.states.empty')}>
          <div className="w-60 text-rest">
            <Bars values={Array.from({ length: 12 }, () => 0)} />
          </div>
        </InState>
        <InState caption={t('components.states.plain')}>
          <div className="flex w-60 flex-col gap-3 py-2">
            <LevelBar label="/" ratio={0.42} />
            <LevelBar label="/var" ratio={0.93} />
            <LevelBar label="/srv" ratio={0} />
          </div>
        </InState>
        <InState caption={t('components.states.plain')}>
          <div className="size-32">
            <Suspense>
              <QrCode text="https://tower.example/login" label={t('login.signIn')} />
            </Suspense>
          </div>
        </InState>
        <InState caption={t('components.states.long')} wide>
          <dl className="card grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 p-4 text-sm">
            <DataFacts
              data={{ delayMs: 90_500, detail: names.html, by: names.rightToLeft, name: names.long }}
            />
          </dl>
        </InState>
      </Specimen>
      <Specimen name="Uptime · Ago · LastExit · Reason">
        <dl className="card grid w-full gap-x-6 gap-y-2 p-4 text-sm sm:grid-cols-[auto_1fr]">
          <dt className="text-ink-faint" translate="no">
            Uptime
          </dt>
          <dd className="figures">
            <Uptime worker={exampleWorker('running')} /> · <Uptime worker={exampleWorker('stopped')} />
          </dd>
          <dt className="text-ink-faint" translate="no">
            Ago
          </dt>
          <dd>
            <Ago time={ago(12)} />
          </dd>
          <dt className="text-ink-faint" translate="no">
            LastExit
          </dt>
          <dd>
            <LastExit exit={exit} /> · <LastExit exit={null} />
          </dd>
          <dt className="text-ink-faint" translate="no">
            Reason
          </dt>
          <dd className="figures">
            <p>
              <Reason worker={exampleWorker('backoff', { nextStartAt: soon, reason: 'exit code 3' })} />
            </p>
            <p>
              <Reason worker={exampleWorker('running', { fresh: false })} />
            </p>
          </dd>
        </dl>
      </Specimen>
    </>
  );
}

/** As often as there are points, in ms. */
const pointMs = 15_000;

function Charts() {
  const { t, format } = useText();
  const theme = useStore(themeStore, (value) => value);
  const to = Date.parse(ago(0));
  const times = curve.map((_, at) => to - (curve.length - 1 - at) * pointMs);
  const chart = (values: readonly (number | null)[], markers: readonly Marker[] = []) => (
    <Suspense fallback={<Loading lines={4} />}>
      <TimeChart
        key={theme}
        times={values.length === 0 ? [] : times.slice(0, values.length)}
        series={[{ name: 'CPU', values, colour: '--accent' }]}
        markers={markers}
        label="CPU"
        axisText={format.ratio}
        timeText={(ms) => format.clock(ms, to)}
        momentText={(ms) => format.time(ms, to)}
        least={0.2}
        limit={{ value: 1 }}
        from={times[0] ?? to}
        to={to}
        onPoint={() => {}}
        onZoom={() => {}}
        onZoomOut={() => {}}
      />
    </Suspense>
  );
  const signs = (['start', 'stop', 'crash', 'ailing', 'config'] as const).map((kind, at) => ({
    time: to - (at * 10 + 6) * pointMs,
    kind,
    text: t(`charts.signs.${kind}`),
  }));
  return (
    <Specimen name="TimeChart">
      <InState caption={t('components.states.plain')} wide>
        {chart(curve, signs)}
      </InState>
      <InState caption={t('components.states.stale')} wide>
        <div className={staleLook}>{chart(curve.slice(0, 40))}</div>
      </InState>
      <InState caption={t('components.states.empty')} wide>
        {chart([])}
      </InState>
    </Specimen>
  );
}

function Lists() {
  const { t } = useText();
  return (
    <Specimen name="CheckList · StoryList">
      <InState caption={t('components.states.long')} wide>
        <div className="card">
          <CheckList checks={checks} />
        </div>
      </InState>
      <InState caption={t('components.states.long')} wide>
        <div className="card">
          <StoryList stories={stories} most={10} />
        </div>
      </InState>
      <InState caption={t('components.states.loading')} wide>
        <div className="card">
          <StoryList stories={null} most={10} />
        </div>
      </InState>
      <InState caption={t('components.states.empty')} wide>
        <div className="card">
          <StoryList stories={[]} most={10} />
        </div>
      </InState>
    </Specimen>
  );
}

const tones: readonly Notice['tone'][] = ['busy', 'well', 'warn', 'bad'];

function Overlays() {
  const { t } = useText();
  const [open, setOpen] = useState<'dialog' | 'confirm' | 'panel' | null>(null);
  const [ticked, setTicked] = useState(true);
  const close = () => setOpen(null);
  return (
    <Specimen name="Dialog · ConfirmDialog · SidePanel · Menu · Tooltip · NoticeList">
      <Button onClick={() => setOpen('dialog')}>Dialog</Button>
      <Button onClick={() => setOpen('confirm')}>ConfirmDialog</Button>
      <Button onClick={() => setOpen('panel')}>SidePanel</Button>
      <Menu trigger={<Button icon="more">Menu</Button>}>
        <MenuLabel>{names.plain}</MenuLabel>
        <MenuItem icon="restart" onSelect={() => {}}>
          {t('actions.restart')}
        </MenuItem>
        <MenuItem icon="stop" disabled onSelect={() => {}}>
          {names.long}
        </MenuItem>
        <MenuLine />
        <MenuTick checked={ticked} onChange={setTicked}>
          {t('logs.wrap')}
        </MenuTick>
        <MenuChoice
          label={t('settings.theme')}
          value="light"
          options={[
            { value: 'light', text: t('settings.themes.light'), icon: 'sun' },
            { value: 'dark', text: t('settings.themes.dark'), icon: 'moon' },
          ]}
          onChoose={() => {}}
        />
      </Menu>
      <Tooltip content={names.long}>
        <Button look="quiet">Tooltip</Button>
      </Tooltip>
      {tones.map((tone) => (
        <Button
          key={tone}
          look="quiet"
          icon="events"
          onClick={() =>
            notify({
              tone,
              text:
                tone === 'bad' ? `${names.long}: ${names.html}` : `${names.plain}: ${t('actions.sending')}`,
              ...(tone === 'well' ? { action: { text: t('common.retry'), run: () => {} } } : {}),
            })
          }
        >
          {`Notice: ${tone}`}
        </Button>
      ))}
      <span className="inline-flex h-8 items-center gap-3 text-ink-soft">
        <Icon name="overview" />
        <Icon name="workers" />
        <Icon name="events" />
        <Icon name="hosts" />
        <Icon name="audit" />
        <Icon name="settings" />
        <Icon name="doctor" />
      </span>
      <Dialog
        open={open === 'dialog'}
        onClose={close}
        title={names.long}
        text={t('sessionEnded.text')}
        actions={<Button onClick={close}>{t('common.close')}</Button>}
      >
        <p className="mt-3 text-sm">
          <bdi>{names.rightToLeft}</bdi> · {names.emoji} · {names.html}
        </p>
      </Dialog>
      {open === 'confirm' && (
        <ConfirmDialog
          title={t('act.one.stop', { name: names.rightToLeft })}
          text={t('act.text.stop', { count: 1 })}
          yes={t('actions.stop')}
          onNo={close}
          onYes={close}
        />
      )}
      <SidePanel open={open === 'panel'} onClose={close} title={names.long}>
        <StoryList stories={stories} most={10} />
      </SidePanel>
    </Specimen>
  );
}
