/** Pictures of figures, drawn here without a browser, a font or a package: a message needs one curve, a line where it is too much, and figures. */
export { type Chart, drawChart } from './draw-chart.ts';
