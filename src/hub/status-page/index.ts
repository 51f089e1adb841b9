/** A page that everybody may see, if somebody asked for one: how groups of workers do and did, under names for the public, and nothing else. */
export {
  createStatusPage,
  type OpenTrouble,
  type StatusPage,
  type StatusPageSettings,
} from './create-status-page.ts';
export { languages, languageOf } from './words.ts';
