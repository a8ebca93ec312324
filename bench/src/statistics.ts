/** The value below which a share of sorted numbers lies: `quantile(sorted, 0.5)` is the median. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function sortedNumbers(numbers: readonly number[]): Float64Array {
  return Float64Array.from(numbers).sort();
}

export function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}
