/** Milliseconds of a clock that all processes of this computer share, fine enough to time one message. */
export const sharedNow = (): number => Number(process.hrtime.bigint()) / 1e6
