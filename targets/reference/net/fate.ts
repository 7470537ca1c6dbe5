/** Thrown by the defect of a process that crashes at such a request and is restarted by its supervisor. */
export class ProcessExit extends Error {}

/** Thrown by the defect of a handler that never ends. */
export class EndlessLoop extends Error {}
