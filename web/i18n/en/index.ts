/** Every text of the page in English, a file for each part of it. */
import alerts from './alerts.json';
import audit from './audit.json';
import channels from './channels.json';
import doctor from './doctor.json';
import errors from './errors.json';
import events from './events.json';
import history from './history.json';
import hosts from './hosts.json';
import incidents from './incidents.json';
import logs from './logs.json';
import overview from './overview.json';
import preferences from './preferences.json';
import rules from './rules.json';
import shell from './shell.json';
import trends from './trends.json';
import worker from './worker.json';
import workers from './workers.json';

export default {
  ...alerts,
  ...audit,
  ...channels,
  ...doctor,
  ...errors,
  ...events,
  ...history,
  ...hosts,
  ...incidents,
  ...logs,
  ...overview,
  ...preferences,
  ...rules,
  ...shell,
  ...trends,
  ...worker,
  ...workers,
};
