/** For the tests of alerts: signs and conditions as they come, and the flow over a database of its own. */
export { failingStore, openTestFlow, testCondition, type TestFlow, testSign } from './test-flow.ts';
