/**
 * Fails on an import cycle, a forbidden arrow, a room that is entered past its `index.ts` or does not say what it is for, and
 * on npm packages that reach the agent. The rules are those of docs/architecture.md.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

/** What each part of `src` may import besides itself. */
const arrows = {
  'main.ts': ['cli', 'hub', 'agent'],
  cli: ['hub', 'agent', 'link', 'shared'],
  hub: ['link', 'shared'],
  agent: ['link', 'shared'],
  link: ['shared'],
  shared: [],
};
/** Folders in which every folder is a room and needs an index.ts that opens with its purpose. */
const housesOfRooms = ['hub', 'agent'];
const meaninglessNames = [
  'utils',
  'util',
  'helpers',
  'manager',
  'managers',
  'common',
  'support',
  'misc',
  'lib',
];
/** Not part of the program: may reach into rooms, and nothing of the program may import them. */
const isTest = (path) => /\.test\.tsx?$|(^|\/)testing\//.test(path);

/** @returns {string[]} one sentence per violation, for the project in `projectRoot` */
export function findViolations(projectRoot) {
  const src = join(projectRoot, 'src');
  const files = listFiles(src).map((path) => relative(src, path));
  const imports = new Map(
    files.filter((file) => /\.tsx?$/.test(file)).map((file) => [file, readImports(src, file)]),
  );
  const rooms = new Set(files.filter((file) => basename(file) === 'index.ts').map((file) => dirname(file)));
  return [
    ...forbiddenArrows(imports),
    ...backDoors(imports, rooms),
    ...cycles(imports),
    ...packagesOfTheAgent(imports),
    ...silentRooms(src),
    ...pageImports(projectRoot),
    ...[...listFolders(src), ...listFolders(join(projectRoot, 'web'))]
      .filter((folder) => meaninglessNames.includes(basename(folder)))
      .map((folder) => `${relative(projectRoot, folder)}: a folder is named after what is in it`),
  ];
}

function forbiddenArrows(imports) {
  const found = [];
  for (const [file, targets] of imports) {
    const from = partOf(file);
    for (const { to } of targets) {
      if (to === null) continue;
      if (to.startsWith('..')) found.push(`src/${file} imports ${to}, which is outside src`);
      else if (isTest(to) && !isTest(file))
        found.push(`src/${file} imports src/${to}, which is for tests only`);
      else if (isTest(file) || from === partOf(to)) continue;
      else if (!(arrows[from] ?? []).includes(partOf(to)))
        found.push(`src/${file} imports src/${to}: ${from} must not know ${partOf(to)}`);
    }
  }
  return found;
}

function backDoors(imports, rooms) {
  const found = [];
  for (const [file, targets] of imports) {
    if (isTest(file)) continue;
    for (const { to } of targets) {
      if (to === null || basename(to) === 'index.ts') continue;
      const foreign = ancestors(to).find((room) => rooms.has(room) && !file.startsWith(`${room}/`));
      if (foreign) found.push(`src/${file} imports src/${to}: enter ${foreign} through its index.ts`);
    }
  }
  return found;
}

/** Cycles of imports that happen at run time or in types, tests left out. Each is reported once. */
function cycles(imports) {
  const found = [];
  const done = new Set();
  const path = [];
  const visit = (file) => {
    const at = path.indexOf(file);
    if (at >= 0) found.push(`import cycle: ${[...path.slice(at), file].join(' → ')}`);
    if (at >= 0 || done.has(file)) return;
    path.push(file);
    for (const { to } of imports.get(file) ?? []) if (to !== null && !isTest(to)) visit(to);
    path.pop();
    done.add(file);
  };
  for (const file of imports.keys()) if (!isTest(file)) visit(file);
  return found;
}

/** The agent stays small: at run time nothing from npm reaches it but croner, and that only when a schedule asks for it. */
function packagesOfTheAgent(imports) {
  const found = [];
  const seen = new Set();
  const visit = (file, chain) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { specifier, to, typeOnly, lazy } of imports.get(file) ?? []) {
      if (typeOnly) continue;
      if (to !== null) visit(to, [...chain, to]);
      else if (!specifier.startsWith('node:') && !(specifier === 'croner' && lazy))
        found.push(`the agent loads ${specifier}: ${chain.join(' → ')}`);
    }
  };
  for (const file of imports.keys()) if (partOf(file) === 'agent' && !isTest(file)) visit(file, [file]);
  return found;
}

function silentRooms(src) {
  const found = [];
  for (const house of housesOfRooms) {
    for (const folder of listFolders(join(src, house))) {
      const name = relative(src, folder);
      if (isTest(`${name}/`)) continue;
      const index = join(folder, 'index.ts');
      const isFeature = dirname(name) === house;
      if (!existsSync(index)) {
        if (isFeature) found.push(`src/${name} has no index.ts`);
      } else if (!/^\/\*\*?[^]{20,}?\*\//.test(readFileSync(index, 'utf8')))
        found.push(`src/${name}/index.ts does not open with a sentence that says what the room is for`);
    }
  }
  return found;
}

/** The page knows the HTTP API and its generated types, nothing of the programs. */
function pageImports(projectRoot) {
  const web = join(projectRoot, 'web');
  return listFiles(web)
    .filter((path) => /\.tsx?$/.test(path) && !isTest(path))
    .flatMap((path) =>
      readImports(web, relative(web, path))
        .filter(({ to }) => to?.startsWith('..'))
        .map(({ to }) => `web/${relative(web, path)} imports ${to}, which is outside web`),
    );
}

/** @returns {{specifier: string, to: string | null, typeOnly: boolean, lazy: boolean}[]} `to` is null for packages */
function readImports(base, file) {
  const text = readFileSync(join(base, file), 'utf8');
  const { module } = parseSync(file, text);
  const target = (specifier, typeOnly, lazy) => ({
    specifier,
    to: specifier.startsWith('.') ? relative(base, join(base, dirname(file), specifier)) : null,
    typeOnly,
    lazy,
  });
  const erased = (statement, entries) =>
    /^(import|export)\s+type\b/.test(text.slice(statement.start, statement.end)) ||
    (entries.length > 0 && entries.every((entry) => entry.isType));
  const found = module.staticImports.map((one) =>
    target(one.moduleRequest.value, erased(one, one.entries), false),
  );
  for (const one of module.staticExports) {
    const source = one.entries.find((entry) => entry.moduleRequest)?.moduleRequest?.value;
    if (source) found.push(target(source, erased(one, one.entries), false));
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^['"`](.+)['"`]$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    if (literal) found.push(target(literal[1], false, true));
  }
  return found;
}

const partOf = (file) => file.split('/')[0];

/** `a/b/c.ts` → `a`, `a/b`. */
function ancestors(file) {
  const parts = file.split('/').slice(0, -1);
  return parts.map((_, depth) => parts.slice(0, depth + 1).join('/'));
}

function listFiles(folder) {
  return entries(folder).flatMap((entry) =>
    entry.isDirectory() ? listFiles(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

function listFolders(folder) {
  return entries(folder)
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => [join(folder, entry.name), ...listFolders(join(folder, entry.name))]);
}

function entries(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.name !== 'node_modules');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const violations = findViolations(fileURLToPath(new URL('..', import.meta.url)));
  for (const violation of violations) console.error(violation);
  process.exit(violations.length === 0 ? 0 : 1);
}
