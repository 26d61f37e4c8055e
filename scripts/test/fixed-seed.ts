import fc from 'fast-check'

/**
 * Property-based tests draw the same cases in every run, so that a failure is the change's doing and never luck.
 * `FAST_CHECK_SEED=random` explores others; a number repeats one such run.
 */
const seed = process.env.FAST_CHECK_SEED ?? '20261120'
if (seed !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) })
