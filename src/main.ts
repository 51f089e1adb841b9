/** Starts the `yagura` command, or one of the two programs that start each other. */
const argv = process.argv.slice(2);
/** `hub --home DIR` and `agent --home DIR`. They hold for weeks what they load, so they do without the command line. */
const [program, option, root] = argv;
const programs = {
  hub: async () => (await import('./hub/index.ts')).hub,
  agent: async () => (await import('./agent/tower/index.ts')).agent,
};
if ((program === 'hub' || program === 'agent') && option === '--home' && root !== undefined) {
  const run = await programs[program]();
  process.exitCode = await run(root);
} else {
  const { runCli } = await import('./cli/index.ts');
  process.exitCode = await runCli(argv);
}
