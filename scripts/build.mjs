/** Builds `dist/` from `src/` and `web/`, beside the old one, and then swaps them: a failed build changes nothing. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { root } from './install.mjs';

const sources = [
  'scripts/build.mjs',
  'scripts/bundle.mjs',
  'src',
  'web',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
];
const stamp = 'dist/.built-from';

/** Builds when the sources are not those of the last build. */
export async function buildIfNeeded() {
  const before = fingerprint();
  if (existsSync(root + stamp) && readFileSync(root + stamp, 'utf8') === before) return;
  // Aside: on standard output the first line is the one with the login link.
  console.error('Building …');
  await build(before);
}

async function build(builtFrom) {
  const next = `dist.${process.pid}`;
  const compiled = `${next}.compiled`;
  const old = `${next}.old`;
  process.chdir(root);
  try {
    await Promise.all([
      run('node_modules/typescript/bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', compiled]),
      run('node_modules/vite/bin/vite.js', [
        'build',
        'web',
        '--outDir',
        `../${next}/web`,
        '--logLevel',
        'warn',
      ]),
    ]);
    compressPage(`${next}/web`);
    await run('scripts/bundle.mjs', [compiled, next]);
    writeFileSync(join(next, '.built-from'), builtFrom);
    if (existsSync('dist')) renameSync('dist', old);
    renameSync(next, 'dist');
  } finally {
    rmSync(next, { recursive: true, force: true });
    rmSync(compiled, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

/** Beside each text file of the page its compressed forms, so that the hub has nothing to compress while it serves. */
function compressPage(folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!/\.(js|css|html|svg|json|webmanifest)$/.test(name)) continue;
    const path = join(folder, name);
    const text = readFileSync(path);
    if (text.length < 1_000) continue;
    const quality = { [constants.BROTLI_PARAM_QUALITY]: 9 };
    writeFileSync(`${path}.br`, brotliCompressSync(text, { params: quality }));
    writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
  }
}

/** Cheap enough for every start: names, sizes and times, not contents. */
function fingerprint() {
  const hash = createHash('sha256').update(process.version.split('.')[0] ?? '');
  const add = (path) => {
    const stat = statSync(root + path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) for (const name of readdirSync(root + path).toSorted()) add(`${path}/${name}`);
    else if (stat && !/\.test\.tsx?$/.test(path)) hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
  };
  for (const path of sources) add(path);
  return hash.digest('hex');
}

function run(program, args) {
  return new Promise((resolve, reject) => {
    spawn(process.execPath, [program, ...args], { stdio: ['inherit', 2, 2] })
      .on('error', reject)
      .on('exit', (code) =>
        code === 0 ? resolve() : reject(new Error(`${program} ${args.join(' ')} failed (exit code ${code})`)),
      );
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build(fingerprint()).catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
}
