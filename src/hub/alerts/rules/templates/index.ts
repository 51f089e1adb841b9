/** Text with places to fill in, as Prometheus writes them: `{{ $labels.worker }} at {{ $value | humanizePercentage }}`. No loops, bounded. */
export { fillTemplate, type TemplateData } from './fill.ts';
export { parseTemplate, type Template, TemplateMistake } from './parse.ts';
export { labelsNamed } from './names.ts';
