/** `npm start`: installs and builds what is missing, then becomes `yagura up` with the arguments it was given. */
import { buildIfNeeded } from './build.mjs';
import { install, root } from './install.mjs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Yagura needs Node.js 20.19 or newer; this is ${process.version}.`);
  process.exit(2);
}
install();
await buildIfNeeded().catch((error) => {
  console.error(`The build failed: ${error.message}`);
  process.exit(1);
});
// In this same process, so that signals and the exit code need no passing on. The folder stays the one npm was called from.
process.chdir(process.env.INIT_CWD ?? process.cwd());
process.argv = [process.execPath, `${root}bin/yagura`, 'up', ...process.argv.slice(2)];
await import('../bin/yagura');
