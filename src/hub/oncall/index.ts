/** On-call: teams, whose turn it is, who stands in for whom, and who is told next when nobody answers. */
export { createOnCall, type NewOverride, type OnCall, type OnCallSettings } from './create-on-call.ts';
export { type OnCallView, onCallView, type Override, override } from './shapes.ts';
export { dayMs, inHours, instantOf, localTime } from './week-hours.ts';
