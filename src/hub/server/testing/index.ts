/** A fleet without agents and a server on a free port, for the tests of this room. */
export { createTestFleet, type TestFleet, testSample, testWorker } from './test-fleet.ts';
export { startTestServer, type TestServer } from './test-server.ts';
