/** Figures as pages of text, the way Prometheus reads them: text format 0.0.4 and OpenMetrics 1.0, written and read. */
export { chooseFormat, type Format, formatOf, mediaTypes } from './format.ts';
export { ExpositionError, parseExposition, type ParseLimits } from './parse-exposition.ts';
export { parseSeries } from './parse-series.ts';
export { type Family, type Point, writeExposition } from './write-exposition.ts';
