/** The description of the HTTP API, generated from the schemas that validate it. */
export { describeApi } from './describe-api.ts';
export type { DescribedRoute } from './describe-api.ts';
export { docsStyle, renderDocs } from './render-docs.ts';
