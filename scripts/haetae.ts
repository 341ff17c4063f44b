// npm run haetae -- COMMAND …: the command line from source.
await import('../src-main/processes/haetae.ts')
