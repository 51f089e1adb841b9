/** A fleet without agents and a server on a free port, for the tests of this room. */
export {
  createTestFleet,
  type TestFleet,
  testFigures,
  testPingId,
  testSample,
  testWorker,
  testWorkerSample,
} from './test-fleet.ts';
export { testCertificate, testKey } from './test-certificate.ts';
export { startTestServer, type TestServer } from './test-server.ts';
