/** Alertmanager's API v2: its shapes from and to alerts and silences, so that a Prometheus can send to us and amtool can ask. */
export { readFilters } from './filters.ts';
export { readPosted } from './posted.ts';
export * from './shapes.ts';
export {
  inGroups,
  isShown,
  labelsOf,
  matchersOf,
  receiver,
  showAlert,
  showSilence,
  silenceOrder,
  statusOf,
} from './shown.ts';
