/** The time of the day in milliseconds since 1970 UTC. Passed in wherever time matters, so that tests can move it. */
export type Clock = () => number;
