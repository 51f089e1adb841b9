/** One of those that are compared: a supervisor with the same workers under it. */

export interface ArmWorker {
  name: string;
  command: string[];
  /** More keys of this worker in yagura.yaml. */
  yagura?: Record<string, unknown>;
}

export interface Arm {
  readonly name: string;
  /** The supervisor's own processes, what it keeps for each worker included. */
  own(): number[];
  /** Living processes that are not its own: the workers and what they started. */
  others(): number[];
  stop(worker: string): Promise<void>;
  /** Starts the supervisor again as its manual says, after its main process was killed. */
  recover(): Promise<void>;
  /** Its main process, the one that restarts workers. */
  pid(): number;
  /** Where it keeps what workers print. */
  readonly logs: string;
  /** Ends everything and leaves nothing behind. */
  cleanUp(): Promise<void>;
}
