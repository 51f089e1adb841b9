/** Where generated JavaScript was written: by maps that lie beside a worker's files, and by those that sentry-cli uploads. */
export { createSourceMaps, type SourceMaps } from './source-maps.ts';
export { type Assembly, type BundleOrder, createUploads, type Uploads, uploadBounds } from './uploads.ts';
export { type MapsRetention, usualMapsRetention } from './uploads-file.ts';
