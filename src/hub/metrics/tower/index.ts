/** What the tower itself sees of workers and machines, as series: written down each second, shown on /metrics, read back as history. */
export { createTowerHistory, type TowerHistory } from './tower-history.ts';
export { createTowerFigures, type TowerFigures } from './tower-figures.ts';
