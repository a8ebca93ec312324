export interface Unused {
  readonly a: string;
}

export function broken(text: string): void {
  throw new Error(`broken by ${text}`);
}

export function neverCalled(): void {
  broken("nobody");
}

export function notEvenReferenced(): number {
  return 1;
}
