/** Thrown by the defect of a process that ends at such a request, and is started again by its supervisor. */
export class ProcessExit extends Error {}

/** Thrown by the defect of a handler that never comes to an end. */
export class EndlessLoop extends Error {}
