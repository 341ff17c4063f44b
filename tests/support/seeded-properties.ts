import fc from 'fast-check'

// The same examples each time: what is red has to be red again. HAETAE_TEST_SEED looks at others.
fc.configureGlobal({ seed: Number(process.env['HAETAE_TEST_SEED'] ?? 1) })
