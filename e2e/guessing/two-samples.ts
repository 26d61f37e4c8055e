/**
 * The two-sample Kolmogorov-Smirnov statistic: how far apart the distributions of two samples lie, from 0 for the same
 * to 1 for samples that do not overlap.
 */
export const ksDistance = (a: readonly number[], b: readonly number[]): number => {
  const below = (sample: readonly number[], x: number) =>
    sample.filter((it) => it <= x).length / sample.length
  return Math.max(...[...a, ...b].map((x) => Math.abs(below(a, x) - below(b, x))))
}

/**
 * The distance that two samples of one distribution exceed with this probability, by the bound of Dvoretzky, Kiefer and
 * Wolfowitz with Massart's constant in its asymptotic two-sample form.
 */
export const ksThreshold = (sizeA: number, sizeB: number, falseAlarm: number): number =>
  Math.sqrt((-Math.log(falseAlarm / 2) / 2) * (1 / sizeA + 1 / sizeB))
