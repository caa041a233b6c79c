/** In the place of what the generated client brings for events: each page would wait for it. */
export function createSseClient(): never {
  throw new Error('Events are followed by shared/live.')
}
