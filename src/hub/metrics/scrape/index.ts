/** Pages of figures that workers serve, asked for every few seconds. */
export type { ScrapeState, ScrapeTarget } from './scrape-target.ts';
export { createScraper, type Scraper } from './scraper.ts';
