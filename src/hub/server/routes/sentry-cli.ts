import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isoTime } from '../../../shared/clock.ts';
import { Failure } from '../../../shared/failure.ts';
import { type Project, unpack, uploadBounds } from '../../errors/sentry/index.ts';
import { type App, type Context, callerOf } from '../route.ts';
import {
  sentryAssembleBody,
  sentryChunkName,
  sentryDeployBody,
  sentryReleaseBody,
  sentryReleaseChange,
  sentryReleaseName,
} from '../schema.ts';

/** sentry-cli wants the root of a server; under `/sentry` is where the rest of what is Sentry's is. */
const roots = ['/api/0', '/sentry/api/0'];
const chunksAtOnce = 4;
const mostBodyBytes = chunksAtOnce * (uploadBounds.chunkBytes + 1_024);
const inOrganization = z.object({ org: z.string() });
const ofRelease = inOrganization.extend({ version: sentryReleaseName });

/** What sentry-cli asks for: source maps are uploaded, releases and deploys told. An organization may be called anything. */
export function sentryCliRoutes(app: App, context: Context): void {
  app.register(async (scope: App) => {
    scope.addContentTypeParser(
      'multipart/form-data',
      { parseAs: 'buffer', bodyLimit: mostBodyBytes },
      async (_: unknown, body: Buffer) => body,
    );
    // Of an answer of any other type it tells nothing but its status.
    scope.addHook('onSend', async (_, reply) => {
      if (reply.statusCode >= 400) reply.type('application/json');
    });
    for (const root of roots) {
      const hidden = root !== roots[0];
      uploadRoutes(scope, context, root, hidden);
      releaseRoutes(scope, context, root, hidden);
    }
  });
}

function uploadRoutes(app: App, { sentry, version }: Context, root: string, hidden: boolean): void {
  app.get(
    `${root}/`,
    { config: { access: 'viewer', hidden, summary: 'sentry-cli info: who the token belongs to' } },
    async (request) => {
      const { actor, role } = callerOf(request);
      return { version, auth: { scopes: [role] }, user: { id: actor, username: actor, email: actor } };
    },
  );

  app.get(
    `${root}/organizations/:org/chunk-upload/`,
    {
      config: { access: 'operator', hidden, summary: 'sentry-cli: how source maps may be uploaded' },
      schema: { params: inOrganization },
    },
    async ({ params: { org }, headers, protocol, host }) => {
      const path = `/organizations/${encodeURIComponent(org)}/chunk-upload/`;
      return {
        // Relative to where it was told that the API is, which holds behind a proxy as well; others want all of it.
        url: headers['user-agent']?.startsWith('sentry-cli/') ? path : `${protocol}://${host}${root}${path}`,
        chunkSize: uploadBounds.chunkBytes,
        chunksPerRequest: chunksAtOnce,
        maxRequestSize: chunksAtOnce * uploadBounds.chunkBytes,
        maxFileSize: uploadBounds.bundleBytes,
        maxWait: 0,
        concurrency: 1,
        hashAlgorithm: 'sha1',
        // What a bundle holds is packed already.
        compression: [],
        accept: ['artifact_bundles', 'artifact_bundles_v2'],
      };
    },
  );

  app.post(
    `${root}/organizations/:org/chunk-upload/`,
    {
      config: {
        access: 'operator',
        hidden,
        summary: 'sentry-cli: parts of a bundle of source maps, each a file that is named by its SHA-1',
        takes: 'multipart/form-data',
      },
      schema: { params: inOrganization },
    },
    async (request) => {
      const files = await filesOf(request);
      if (files.length > chunksAtOnce)
        throw new Failure('too_large', `at most ${chunksAtOnce} chunks a request are taken`);
      for (const { name, field, data } of files) {
        if (!sentryChunkName.safeParse(name).success)
          throw new Failure('bad_request', 'a chunk is named by its SHA-1 of 40 hexadecimal digits');
        const packing = field === 'file_gzip' ? 'gzip' : 'identity';
        await sentry.uploads.addChunk(name, await unpack(data, packing, uploadBounds.chunkBytes));
      }
      return {};
    },
  );

  app.post(
    `${root}/organizations/:org/artifactbundle/assemble/`,
    {
      config: {
        access: 'operator',
        hidden,
        audit: 'sentry.source-maps',
        summary: 'sentry-cli: the bundle is whole, or which of its parts are still to be sent',
      },
      schema: { params: inOrganization, body: sentryAssembleBody },
    },
    async (request) => {
      const { checksum, chunks, projects, version, dist } = request.body;
      request.auditTarget = version ?? checksum;
      const found = projectsOf(sentry, projects);
      const order = { checksum, chunks, projects: found.map(({ name }) => name) };
      const answer = await sentry.uploads.assemble({ ...order, release: version ?? null, dist: dist ?? '' });
      // It asks before it sends, and that changes nothing.
      if (answer.state !== 'ok') request.auditEntries = [];
      else if (version) await tellOf(sentry, version, found);
      return answer;
    },
  );
}

function releaseRoutes(app: App, context: Context, root: string, hidden: boolean): void {
  const { sentry, errors, fleet, clock } = context;
  const organization = `${root}/organizations/:org`;
  /** Null where nobody told of it. */
  const infoOf = (version: string) => {
    const projects = sentry.releases.projectsOf(version);
    const known = projects.flatMap((project) =>
      sentry.releases.releases(project).filter((one) => one.release === version),
    );
    const first = known.map(({ firstAt }) => firstAt).sort()[0];
    return first === undefined ? null : infoIn(version, first, projects);
  };
  const expectInfo = (version: string) => {
    const info = infoOf(version);
    if (!info) throw new Failure('not_found', `there is no release ${version}`);
    return info;
  };

  app.get(
    `${organization}/projects/`,
    {
      config: { access: 'viewer', hidden, summary: 'sentry-cli projects list' },
      schema: { params: inOrganization },
    },
    async ({ params: { org } }) =>
      sentry.projects
        .all()
        .map(({ id, name }) => ({ id, slug: name, name, team: { id: '0', slug: org, name: org } })),
  );
  // Commits are not kept, so there is nowhere to look for them; it goes on without.
  app.get(
    `${organization}/repos/`,
    {
      config: { access: 'viewer', hidden, summary: 'sentry-cli: repositories, of which none are known' },
      schema: { params: inOrganization },
    },
    async () => [],
  );
  app.get(
    `${root}/projects/:org/:project/releases/`,
    {
      config: { access: 'viewer', hidden, summary: 'sentry-cli releases list' },
      schema: { params: inOrganization.extend({ project: z.string() }) },
    },
    async ({ params }) => {
      const [project] = projectsOf(sentry, [params.project]);
      return sentry.releases
        .releases(project?.name ?? '')
        .map(({ release: version, firstAt }) => infoIn(version, firstAt, project ? [project.name] : []));
    },
  );

  app.post(
    `${organization}/releases/`,
    {
      config: { access: 'operator', hidden, audit: 'sentry.release', summary: 'sentry-cli releases new' },
      schema: { params: inOrganization, body: sentryReleaseBody },
    },
    async (request, reply) => {
      const { version, projects } = request.body;
      request.auditTarget = version;
      const before = infoOf(version);
      if (!before && projects.length === 0)
        throw new Failure('bad_request', `name a project of the release ${version}`);
      await tellOf(sentry, version, projectsOf(sentry, projects));
      return reply.code(before ? 208 : 201).send(expectInfo(version));
    },
  );
  app.get(
    `${organization}/releases/:version/`,
    {
      config: { access: 'viewer', hidden, summary: 'sentry-cli releases info' },
      schema: { params: ofRelease },
    },
    async ({ params: { version } }) => expectInfo(version),
  );
  app.put(
    `${organization}/releases/:version/`,
    {
      config: {
        access: 'operator',
        hidden,
        audit: 'sentry.release',
        summary: 'sentry-cli releases finalize, set-commits',
      },
      schema: { params: ofRelease, body: sentryReleaseChange },
    },
    async (request) => {
      const { version } = request.params;
      request.auditTarget = version;
      await tellOf(sentry, version, projectsOf(sentry, request.body.projects ?? []));
      return expectInfo(version);
    },
  );
  app.delete(
    `${organization}/releases/:version/`,
    {
      config: {
        access: 'operator',
        hidden,
        audit: 'sentry.release.delete',
        summary: "sentry-cli releases delete: its sessions, and its files' names for source maps",
      },
      schema: { params: ofRelease },
    },
    async (request, reply) => {
      const { version } = request.params;
      request.auditTarget = version;
      expectInfo(version);
      for (const project of sentry.releases.projectsOf(version))
        await sentry.uploads.forgetRelease(project, version);
      await sentry.releases.remove(version);
      return reply.code(204).send();
    },
  );

  app.post(
    `${organization}/releases/:version/deploys/`,
    {
      config: {
        access: 'operator',
        hidden,
        audit: 'deploy.mark',
        summary: 'sentry-cli deploys new: the same as yagura deploy mark, for the workers of its projects',
      },
      schema: { params: ofRelease, body: sentryDeployBody },
    },
    async (request, reply) => {
      const { version } = request.params;
      const { environment, name = null, projects } = request.body;
      request.auditTarget = version;
      const meant = projectsOf(sentry, projects ?? sentry.releases.projectsOf(version));
      const known = new Set(fleet.workers().flatMap((worker) => [worker.name, worker.declaredAs]));
      const workers = [...new Set(meant.map((project) => project.worker ?? project.name))].filter((worker) =>
        known.has(worker),
      );
      request.auditDetail = { workers };
      const by = callerOf(request).actor;
      const deploys = (workers.length > 0 ? workers : [null]).map((worker) =>
        errors.markDeploy({ version, worker }, by),
      );
      const time = isoTime(clock.now());
      return reply.code(201).send({
        id: String(deploys[0]?.id),
        environment,
        name,
        url: null,
        dateStarted: time,
        dateFinished: time,
      });
    },
  );
}

function infoIn(version: string, dateCreated: string, projects: readonly string[]) {
  return {
    version,
    shortVersion: version,
    dateCreated,
    dateReleased: null,
    url: null,
    newGroups: 0,
    projects: projects.map((name) => ({ slug: name, name })),
  };
}

function projectsOf({ projects }: Context['sentry'], wanted: readonly string[]): Project[] {
  return wanted.map((name) => {
    const project = projects.find(name);
    if (project) return project;
    // sentry-cli takes a 404 for a release that is not known.
    throw new Failure('bad_request', `there is no project "${name}": "yagura sentry list" names them`);
  });
}

/** A release that no session told of yet. */
async function tellOf({ releases }: Context['sentry'], version: string, projects: readonly Project[]) {
  for (const { name } of projects)
    await releases.add(name, [{ release: version, sessions: 0, errored: 0, crashed: 0 }]);
}

async function filesOf({ body, headers }: FastifyRequest) {
  const type = headers['content-type'] ?? '';
  if (!Buffer.isBuffer(body)) throw new Failure('unsupported_media_type', 'send multipart/form-data');
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } })
    .formData()
    .catch((error: unknown) => {
      throw new Failure('bad_request', 'the form cannot be read', { cause: error });
    });
  const files: { field: string; name: string; data: Buffer }[] = [];
  for (const [field, file] of form)
    if (typeof file !== 'string')
      files.push({ field, name: file.name, data: Buffer.from(await file.arrayBuffer()) });
  return files;
}
