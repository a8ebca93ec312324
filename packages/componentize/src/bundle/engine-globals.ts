/** The global names of the engine of components, whatever features it is built with. A test asks the engine. */
export const ENGINE_GLOBALS: ReadonlySet<string> = new Set(
  `AbortController AbortSignal AggregateError Array ArrayBuffer AsyncDisposableStack BigInt BigInt64Array BigUint64Array
  Blob Boolean ByteLengthQueuingStrategy CompressionStream CountQueuingStrategy Crypto CryptoKey CustomEvent
  DOMException DataView Date DecompressionStream DisposableStack Error EvalError Event EventTarget File
  FinalizationRegistry Float16Array Float32Array Float64Array FormData Function Headers Infinity Int16Array Int32Array
  Int8Array InternalError Iterator JSON Map Math MultipartFormData NaN Number Object Performance Promise Proxy
  RangeError ReadableByteStreamController ReadableStream ReadableStreamBYOBReader ReadableStreamBYOBRequest
  ReadableStreamDefaultController ReadableStreamDefaultReader ReferenceError Reflect RegExp Request Response Set String
  SubtleCrypto SuppressedError Symbol SyntaxError TextDecoder TextEncoder TransformStream TypeError URIError URL
  URLSearchParams Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet WorkerLocation
  WritableStream addEventListener atob btoa clearInterval clearTimeout console crypto decodeURI decodeURIComponent
  dispatchEvent encodeURI encodeURIComponent escape eval fetch globalThis isFinite isNaN location parseFloat parseInt
  performance queueMicrotask removeEventListener self setInterval setTimeout structuredClone undefined unescape`.split(
    /\s+/,
  ),
);
