/**
 * Returns the current time in milliseconds since 1970 UTC. Passed in wherever time matters, so that tests control it.
 */
export type Clock = () => number;
