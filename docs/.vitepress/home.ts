/** The top of the front page; its text is `docs/index.md`. */
export const home = {
  layout: "home",
  titleTemplate: "Durable key-value storage for WebAssembly components",
  hero: {
    name: "airssys storage",
    text: "Data that outlives a component",
    tagline:
      "Durable key-value storage for WebAssembly components. A component reads and writes keys. A Node program runs it, decides what it may do, and keeps the data.",
    image: { src: "/logo.svg", alt: "Three layers" },
    actions: [
      { theme: "brand", text: "Write a component", link: "/guide/" },
      { theme: "alt", text: "Run components", link: "/packages/runtime/" },
      { theme: "alt", text: "When to use it", link: "/comparison" },
    ],
  },
  features: [
    {
      title: "One call is one transaction",
      details: "What a call writes is kept whole or not at all, and is on the disk before the caller has its answer.",
    },
    {
      title: "Each component has its own data",
      details:
        "A component sees its own namespace, and the shared ones that it was granted. Its quota is exact to the byte.",
    },
    {
      title: "Made for hostile code",
      details:
        "No byte of a component becomes code of the host. It has no files, no network and no secrets, and its memory and time are limited.",
    },
    {
      title: "Typed, and more than get and set",
      details:
        "Codecs, ranges, batches, counters, expiry and watches. Maps, queues, vectors and indexes on top. Values that are sealed before they are stored.",
    },
    {
      title: "Tested in milliseconds",
      details:
        "A test can restart or crash a component, fill the disk and move the clock, over memory or a real engine, or run the source without a build.",
    },
    {
      title: "A contract, with laws",
      details:
        "WIT files say what a host offers. Components judge whether it keeps its word, in whatever language it is written.",
    },
  ],
};
