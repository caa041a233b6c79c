/** What this browser keeps the till in, and where its tabs tell each other of it. */
export const DATABASE = 'previstock-till'
export const CHANNEL = 'previstock.till'
