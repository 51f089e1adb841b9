/** A fleet without agents and a server on a free port, for the tests of this room. */
export { createTestFleet, type TestFleet, testPingId, testSample, testWorker } from './test-fleet.ts';
export { testCertificate, testKey } from './test-certificate.ts';
export { startTestServer, type TestServer } from './test-server.ts';
