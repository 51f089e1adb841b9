/**
 * The place of a frame without what changes between two printings of the same error: line numbers, folders of the installation, hashes,
 * addresses, counters of lambdas and closures, names that a minifier made up.
 */
import type { Frame } from '../../logs/index.ts';

/** In these languages a function's name says where it is, so that its file adds nothing that lasts. */
const qualified = /\.(?:java|kt|scala|groovy|clj|go|rs|cs|fs|vb|exs?|erl|hrl)$/;
const javascript = /\.[cm]?[jt]sx?$/;
/** A minified file has few, long lines. */
const minifiedColumn = 500;

/** `Mailer.send (mail/send.js)`; null where the frame says nothing that lasts. */
export function placeOf(frame: Frame): { name: string | null; text: string } | null {
  const file = frame.file === null ? null : moduleOf(frame.file);
  const minified = frame.file !== null && javascript.test(frame.file) && (frame.column ?? 0) > minifiedColumn;
  const name = frame.function === null ? null : functionOf(frame.function);
  const shown = name !== null && minified && /^(?:\w{1,2}\.)?\w{1,2}$/.test(name) ? null : name;
  if (shown === null) return file === null ? null : { name: null, text: file };
  const inName = file === null || qualified.test(file) || frame.file?.startsWith('[') === true;
  return { name: shown, text: inName ? shown : `${shown} (${file})` };
}

const longestName = 300;

/** Each takes away what one language's runtime or compiler adds to a name. */
const noise: readonly (readonly [RegExp, string])[] = [
  [/0x[0-9a-f]{1,16}/gi, ''],
  // JavaScript: the receiver is whatever object the function was called on.
  [/ \[as [^\]]{1,200}\]$/, ''],
  [/^async /, ''],
  [/^(?:Object|Module|exports|Function|Timeout|Immediate)\./, ''],
  // Java: lambdas, anonymous classes, proxies.
  [/\$\$(?:EnhancerBy\w{1,60}|FastClassBy\w{1,60}|SpringCGLIB|Lambda)(?:\$\$?[\w/]{0,60})?/g, ''],
  [/\$\d{1,6}\b/g, '$'],
  // .NET: state machines, closures and local functions are named after the method around them.
  [
    /(?:<>c(?:__DisplayClass[\d_]{1,20})?\.)?<(\w{1,200})>(?:d__\d{1,6}\.MoveNext|b__[\d_]{1,20}|g__(?:\w{1,100})\|[\d_]{1,20})(?:\(\))?/g,
    '$1',
  ],
  [/`\d{1,3}(?:\[[^\]]{0,200}\])?/g, ''],
  // Go: closures are counted; type parameters are not shown anyway.
  [/\.(?:func|gowrap)\d{1,6}(?:\.\d{1,6}){0,20}/g, '.func'],
  [/\[\.\.\.\]/g, ''],
  [/\.init\.\d{1,6}/g, '.init'],
  // Rust: symbol hashes, closures and implementations by number.
  [/::h[0-9a-f]{16}$/, ''],
  [/\[[0-9a-f]{16}\]/g, ''],
  [/\{?\{(closure|impl|closure_env|vtable\.shim|shim)(?:#\d{1,6})?\}\}?/g, '{$1}'],
  // PHP 8.4 and Ruby: where a closure or block begins.
  [/\{closure:[^}]{1,300}\}/g, '{closure}'],
  [/^(?:block(?: \(\d{1,3} levels\))?|rescue|ensure) in /g, ''],
  // Elixir and Erlang.
  [/^anonymous fn\/\d{1,3} in /, ''],
  [
    /"?-([\w!?]{1,100}\/\d{1,3})-(?:fun|lc|blc|inlined|lists\^\w{1,40}\/\d{1,3}|after\$\^\d{1,3}\/\d{1,3})-\d{1,6}-"?(?:\/\d{1,3})?/g,
    '$1',
  ],
  // C and C++: arguments, and parts that the compiler split off.
  [/\.(?:constprop|part|isra|cold|lto_priv)(?:\.\d{1,6})?/g, ''],
  [/ \[clone [^\]]{1,60}\]/g, ''],
  [/(\w|\))\([^()]{0,300}\)(?: const)?$/, '$1'],
  [/@plt$|@@\w{1,40}$/, ''],
  // Counters and hashes of any language.
  [/[_#]\d{1,9}\b/g, ''],
  [/\b(?=[a-f]{0,30}\d)[0-9a-f]{12,64}\b/g, '*'],
];

const unnamed =
  /^(?:<(?:anonymous|module|lambda|listcomp|dictcomp|setcomp|genexpr|main|top \(required\)|unknown|null)>|\{main\}|\?\?|anonymous|eval)$/;

/** A function's name as all printings of it share it; null where it has none. */
export function functionOf(printed: string): string | null {
  let name = printed.slice(0, longestName);
  for (const [pattern, instead] of noise) name = name.replace(pattern, instead);
  name = name.replace(/^.{1,200}\.<anonymous>$/, '').trim();
  return name === '' || unnamed.test(name) ? null : name;
}

/** Where programs are installed; behind most of these stands a folder for each. */
const roots =
  /^\/?(?:(?:app|code|workspace|workspaces|src|function|usr\/src\/app|var\/task|opt\/app|home\/[^/]{1,60}\/app)\/|(?:srv|opt|root|tmp|mnt|data|build|builds|apps|usr\/src|usr\/local|var\/www|var\/lib|var\/opt|home\/[^/]{1,60}|Users\/[^/]{1,60}|private\/tmp|go\/src)\/[^/]{1,100}\/)/;
const scheme =
  /^(?:file:\/\/|webpack-internal:\/\/\/?|webpack:\/\/[^/]{0,100}\/|app:\/\/\/?|capacitor:\/\/[^/]{1,100}|https?:\/\/[^/]{1,200}|[A-Za-z]:(?=\/))/;
const library =
  /^.{0,800}\/(?:node_modules|site-packages|dist-packages|gems|pkg\/mod|registry\/src\/[^/]{1,100}|vendor)\/(?=[^/])/;
const versioned = /(^|\/)([\w.-]{1,80}?)[-@]v?\d{1,6}(?:\.[\w-]{1,40}){1,4}(?=\/)/;
const release = /(?:^|\/)(?:releases|versions|deployments)\/[^/]{1,80}(?=\/)|(?:^|\/)current(?=\/)/;
const hashedName = /[.-](?=[\w]{0,19}\d)[\w]{8,20}(?=\.[cm]?js$)/;
const keptSegments = 3;

/** The file of a frame, as seen from inside the program. */
export function moduleOf(file: string): string {
  let path = file
    .slice(-1_000)
    .replaceAll('\\', '/')
    .replace(scheme, '')
    .replace(/[?#].{0,500}$/, '');
  const inLibrary = library.exec(path)?.[0];
  path =
    inLibrary === undefined
      ? path.replace(release, '').replace(roots, '')
      : path.slice(inLibrary.length).replace(versioned, '$1$2');
  path = path.replace(/^(?:\.{0,2}\/)+/, '').replace(hashedName, '');
  return path.split('/').slice(-keptSegments).join('/');
}
