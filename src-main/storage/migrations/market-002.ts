/** Windows ask for the decisions of one instrument. */
export const market002 = `CREATE INDEX decision_of_instrument ON decision (instrument_id, as_of);
`
