/** The `yagura` command: reads the command line, loads the one command that it names, and turns what happens into an exit code. */
import { CommanderError, Command as Definition, InvalidArgumentError, Option } from 'commander';
import { failures, Failure } from '../shared/failure.ts';
import { version } from '../shared/version.ts';
import { type Command, createCall, type GlobalOptions } from './call.ts';
import { Refused, Unreachable } from './client/index.ts';
import { CommandFailure, createIo, type Io, type Streams } from './io.ts';

const exitCodes = { done: 0, notWell: 1, usage: 2, unreachable: 3 } as const;

/** Runs one command line (without `node` and the script) and answers its exit code. */
export async function runCli(argv: readonly string[], streams: Streams = process): Promise<number> {
  const io = createIo(streams);
  let exitCode: number = exitCodes.done;
  const program = define(io, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    return explain(io, error);
  }
}

function define(io: Io, end: (exitCode: number) => void): Definition {
  const program = new Definition('yagura')
    .description(
      'A watchtower for background workers: runs them, shows them live, heals them when they fail.',
    )
    .version(version, '-V, --version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.line(text.trimEnd()),
      writeErr: (text) => io.complain(text.trimEnd()),
      getOutHelpWidth: () => Math.min(io.width, 120),
    })
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('See: yagura help');
  program
    .option('--home <folder>', 'where everything is kept (default: $YAGURA_HOME or ~/.yagura)')
    .option('--host <address>', 'address of the hub (default: 127.0.0.1)')
    .option('--port <number>', 'port of the hub (default: 8910)', port);

  /** Loads the command's file only when it is called, so that `yagura status` need not read the rest. */
  const on = <Options>(declared: Definition, load: () => Promise<Command<Options>>) =>
    declared.action(async () => {
      const run = await load();
      end(
        await run(
          createCall<Options>(io, declared.args, declared.optsWithGlobals<Options & GlobalOptions>()),
        ),
      );
    });
  const command = (usage: string, description: string) => program.command(usage).description(description);
  const json = new Option('--json', 'print JSON');

  on(
    command('up', 'run the workers of yagura.yaml, or the demo fleet, and the page')
      .option('-c, --config <file>', 'default: $YAGURA_CONFIG, ./yagura.yaml, or the demo fleet')
      .option('-d, --detach', 'go to the background once ready')
      .option('--insecure', 'allow an address that others can reach, without TLS'),
    async () => (await import('./commands/up.ts')).up,
  );
  on(
    command('down', 'stop the workers and Yagura').option(
      '--keep-workers',
      'leave the workers running for the next up',
    ),
    async () => (await import('./commands/down.ts')).down,
  );
  on(
    command('apply', 're-read yagura.yaml: shows the difference, restarts only what changed')
      .option('--dry-run', 'only show the difference')
      .option('-y, --yes', 'do not ask')
      .addOption(json),
    async () => (await import('./commands/apply.ts')).apply,
  );
  on(
    command('status [name...]', 'how the workers are; exit code 1 when one is not well').addOption(json),
    async () => (await import('./commands/status.ts')).status,
  );
  on(
    command('ps [name]', 'processes of the workers, as trees').addOption(json),
    async () => (await import('./commands/ps.ts')).ps,
  );
  on(
    command('logs <name>', 'what a worker printed')
      .option('-f, --follow', 'go on with new lines')
      .option('-n, --lines <number>', 'how many lines (default: 100)', wholeNumber)
      .option('--grep <text>', 'only lines that hold this text, in any case')
      .addOption(new Option('--stream <stream>', 'only one stream').choices(['stdout', 'stderr']))
      .option('--times', 'show when each line was seen')
      .addOption(json),
    async () => (await import('./commands/logs.ts')).logs,
  );
  for (const [action, description] of [
    ['start', 'start workers'],
    ['stop', 'stop workers until they are started again'],
    ['restart', 'restart workers'],
  ] as const) {
    on(
      command(`${action} [name...]`, description)
        .option('--all', 'every worker')
        .option('--no-wait', 'do not wait for the outcome')
        .option('--timeout <seconds>', 'how long to wait (default: 60)', wholeNumber)
        .addOption(json),
      async () => (await import('./commands/act.ts')).act(action),
    );
  }
  on(
    command('events', 'what happened, newest last')
      .option('-f, --follow', 'go on with new events')
      .option('-n, --lines <number>', 'how many events (default: 50)', wholeNumber)
      .option('--worker <name>', 'of one worker')
      .option('--type <type>', 'of one type, or of all that begin with `worker.`')
      .option('--since <time>', '10m, 2h, 7d or an RFC 3339 time')
      .addOption(json),
    async () => (await import('./commands/events.ts')).events,
  );
  const errors = command('errors', 'what kinds of errors there are, the newest first');
  on(
    errors
      .option('--status <status>', 'of these, parted by commas, or all (default: unresolved,regressed)')
      .option('--category <category>', 'of one category')
      .option('--worker <name>', 'that touch this worker')
      .option('--grep <text>', 'only those that say this')
      .option('--since <time>', 'seen since 10m, 2h, 7d or an RFC 3339 time')
      .addOption(
        new Option('--sort <by>', 'what comes first').choices([
          'lastSeen',
          'firstSeen',
          'count',
          'workers',
          'trend',
        ]),
      )
      .option('-n, --lines <number>', 'how many (default: 50)', wholeNumber)
      .addOption(json),
    async () => (await import('./commands/errors.ts')).list,
  );
  on(
    errors
      .command('show <id>')
      .description('all there is to know of one, with its newest trace')
      .addOption(json),
    async () => (await import('./commands/errors.ts')).show,
  );
  on(
    errors
      .command('resolve <id>')
      .description('it is mended; when it happens again, that is told')
      .option('--next-deploy', 'it is mended with the next deploy')
      .option('--note <text>', 'say why')
      .addOption(json),
    async () => (await import('./commands/errors.ts')).changeStatus('resolved'),
  );
  on(
    errors
      .command('ignore <id>')
      .description('do not show it any more; it is counted all the same')
      .option('--note <text>', 'say why')
      .addOption(json),
    async () => (await import('./commands/errors.ts')).changeStatus('ignored'),
  );
  on(
    errors
      .command('reopen <id>')
      .description('it is not mended')
      .option('--note <text>', 'say why')
      .addOption(json),
    async () => (await import('./commands/errors.ts')).changeStatus('unresolved'),
  );
  on(
    errors
      .command('try')
      .description('tell of each line from standard input how it is grouped and classified, as JSON lines')
      .option('-f, --follow', 'tell each at once, by what was seen until then'),
    async () => (await import('./commands/errors-try.ts')).tryErrors,
  );
  on(
    command('alerts', 'what is wrong, the newest first')
      .option(
        '--state <state>',
        'firing, pending, resolved, parted by commas, or all (default: firing,pending)',
      )
      .option('--severity <severity>', 'critical, warning, info, parted by commas')
      .option('--worker <name>', 'of one worker')
      .option('--rule <name>', 'of one rule')
      .option('--grep <text>', 'only those that say this')
      .option('-n, --lines <number>', 'how many (default: 100)', wholeNumber)
      .addOption(json),
    async () => (await import('./commands/alerts.ts')).alerts,
  );
  const incidents = command('incidents', 'what people deal with, the newest first');
  const incidentCommands = async () => import('./commands/incidents.ts');
  on(
    incidents
      .option('--status <status>', 'of these, parted by commas, or all (default: open,acknowledged)')
      .option('--all', 'also those that nobody was told of')
      .option('--worker <name>', 'that touch this worker')
      .option('--grep <text>', 'only those that say this')
      .option('--since <time>', 'that began since 10m, 2h, 7d or an RFC 3339 time')
      .option('-n, --lines <number>', 'how many (default: 50)', wholeNumber)
      .addOption(json),
    async () => (await incidentCommands()).list,
  );
  for (const [usage, description, name] of [
    ['ack <id>', 'somebody takes care of it: nobody else is told', 'acknowledge'],
    ['resolve <id>', 'it is over, whatever its alerts say', 'resolve'],
    ['reopen <id>', 'it is not over', 'reopen'],
  ] as const)
    on(incidents.command(usage).description(description).addOption(json), async () =>
      (await incidentCommands()).act(name),
    );
  for (const [usage, description, name] of [
    ['show <id>', 'cause, impact, what was tried, timeline', 'show'],
    ['note <id> <text...>', 'a line for its timeline', 'note'],
    ['assign <id> [name]', 'who takes care of it; nobody without a name', 'assign'],
    ['snooze <id> <time>', 'put it off for 30m, 2h or until an RFC 3339 time', 'snooze'],
    ['merge <id> <other...>', 'others go on as a part of it', 'merge'],
    ['part <id> <other>', 'part again what was merged into it', 'part'],
  ] as const)
    on(
      incidents.command(usage).description(description).addOption(json),
      async () => (await incidentCommands())[name],
    );
  on(
    incidents
      .command('report <id>')
      .description('a write-up in Markdown')
      .addOption(new Option('--language <language>', 'of the write-up').choices(['en', 'ja'])),
    async () => (await incidentCommands()).report,
  );
  on(
    incidents
      .command('times')
      .description('mean times to detect, acknowledge and heal')
      .option('--days <number>', 'of so many days (default: 30)', wholeNumber)
      .addOption(json),
    async () => (await incidentCommands()).times,
  );

  const onCall = command('oncall', 'who is on call now and next');
  on(
    onCall.option('--team <name>', 'of one team').addOption(json),
    async () => (await import('./commands/on-call.ts')).list,
  );
  on(
    onCall
      .command('override <team> <member>')
      .description('somebody takes over for a while')
      .requiredOption('--from <time>', 'an RFC 3339 time')
      .requiredOption('--to <time>', 'an RFC 3339 time')
      .option('--layer <name>', 'in this layer (default: the first)')
      .addOption(json),
    async () => (await import('./commands/on-call.ts')).override,
  );
  on(
    onCall.command('remove <id>').description('nobody takes over any more'),
    async () => (await import('./commands/on-call.ts')).remove,
  );

  const silence = command('silence', 'alerts that nobody wants to be told of for a while');
  on(
    silence
      .command('add <matcher...>')
      .description(
        'silence alerts with these labels, such as worker=mailer or alertname=~"Disk.*"; all must match',
      )
      .option('--for <time>', '30m, 2h, 7d; with --cron, each time (default: 2h)')
      .requiredOption('--comment <text>', 'why')
      .option('--cron <expression>', 'again and again: "0 2 * * 0" begins each Sunday at 2:00')
      .option('--timezone <zone>', 'in which --cron counts (default: of this machine)')
      .option('--dry-run', 'only tell how many alerts it would cover now')
      .addOption(json),
    async () => (await import('./commands/silence.ts')).add,
  );
  on(
    silence
      .command('list')
      .description('what is silenced, and will be')
      .option('--all', 'also what is over')
      .addOption(json),
    async () => (await import('./commands/silence.ts')).list,
  );
  on(
    silence.command('expire <id>').description('end a silence now').addOption(json),
    async () => (await import('./commands/silence.ts')).expire,
  );
  on(
    command('doctor', 'what is wrong with this installation, and how to mend it')
      .option('-c, --config <file>', 'the config to check too')
      .addOption(json),
    async () => (await import('./commands/doctor/index.ts')).doctor,
  );
  on(
    command('login', 'print a new one-time link to the page').addOption(json),
    async () => (await import('./commands/login.ts')).login,
  );

  const deploy = command('deploy', 'what was deployed');
  on(
    deploy
      .command('mark <version>')
      .description('a version was deployed: errors are told apart by what was before and after it')
      .option('--worker <name>', 'of one worker; of all without it')
      .addOption(json),
    async () => (await import('./commands/deploy.ts')).mark,
  );

  const token = command('token', 'tokens for people and programs');
  on(
    token
      .command('create <name>')
      .description('create a token; it is shown once')
      .addOption(
        new Option('--role <role>', 'what it may do')
          .choices(['viewer', 'operator', 'admin'])
          .makeOptionMandatory(),
      )
      .option('--expires <time>', '30d, 12h or an RFC 3339 time (default: never)')
      .addOption(json),
    async () => (await import('./commands/token.ts')).create,
  );
  on(
    token.command('list').description('tokens, without their secrets').addOption(json),
    async () => (await import('./commands/token.ts')).list,
  );
  on(
    token.command('revoke <name-or-id>').description('make a token useless at once'),
    async () => (await import('./commands/token.ts')).revoke,
  );

  const sentry = command('sentry', "errors that programs report by Sentry's SDKs");
  on(
    sentry
      .command('dsn [project]')
      .description('what an SDK is configured with to report as this project (default: all of them)')
      .addOption(json),
    async () => (await import('./commands/sentry.ts')).dsn,
  );
  on(
    sentry.command('list').description('what came, and how releases do').addOption(json),
    async () => (await import('./commands/sentry.ts')).list,
  );

  const channels = command('channels', 'where messages go, and how that does');
  on(channels.addOption(json), async () => (await import('./commands/channels.ts')).list);
  on(
    channels
      .command('test <name>')
      .description('send a test message; exit code 1 when it is not taken')
      .addOption(json),
    async () => (await import('./commands/channels.ts')).test,
  );

  const rules = command('rules', 'what is looked for, and how each rule is now');
  on(rules.addOption(json), async () => (await import('./commands/rules.ts')).list);
  on(
    rules
      .command('check [file]')
      .description('tell every mistake in the rules of a file, and what is odd about them')
      .addOption(json),
    async () => (await import('./commands/rules.ts')).check,
  );

  const config = command('config', 'yagura.yaml');
  on(
    config.command('check [file]').description('tell every mistake in the config'),
    async () => (await import('./commands/config.ts')).check,
  );
  on(
    config.command('schema').description('JSON schema of yagura.yaml, for editors'),
    async () => (await import('./commands/config.ts')).schema,
  );
  return program;
}

function explain(io: Io, error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (error instanceof CommandFailure) {
    io.complain(error.message);
    return error.exitCode;
  }
  if (error instanceof Unreachable) {
    io.complain(error.message);
    return exitCodes.unreachable;
  }
  if (error instanceof Refused || error instanceof Failure) {
    io.complain(error.message);
    for (const { path, message } of error.errors) io.complain(`  ${path}: ${message}`);
    if (error.code === 'unauthorized')
      io.complain('The token of this home is not valid there. See: yagura doctor');
    // Their side failed, or ours asked wrongly.
    const status = error instanceof Refused ? error.status : failures[error.code].status;
    return status >= 500 ? exitCodes.notWell : exitCodes.usage;
  }
  throw error;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 1_000_000)
    throw new InvalidArgumentError('It must be a whole number from 1.');
  return number;
}

function port(text: string): string {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('It must be a port, 0 to 65535.');
  return text;
}
