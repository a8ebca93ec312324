const ADVICE: readonly [RegExp, string][] = [
  [/\b(process|Buffer|require|global|__dirname|__filename) is not defined/, "a component has none of Node's globals"],
  [/\b(window|document|localStorage|navigator) is not defined/, "a component has none of a browser's globals"],
  [
    /invalid property name in regular expression/,
    "the engine has no Unicode properties such as \\p{L}; spell out the characters",
  ],
];

/** Returns a message of the engine, with advice if there is any for it. */
export function withAdvice(message: string): string {
  const advice = ADVICE.find(([pattern]) => pattern.test(message))?.[1];
  return advice === undefined ? message : `${message} (${advice})`;
}
