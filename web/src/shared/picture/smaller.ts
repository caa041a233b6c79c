/** The longer edge of what is sent; the service keeps 640 pixels of it. */
const EDGE = 1600
const LIGHT_BYTES = 1_000_000
const TAKEN = ['image/jpeg', 'image/png', 'image/webp']

/**
 * The picture as it is sent: what is heavy, or of a kind that the service does not take, is drawn
 * anew, upright and smaller, so that a phone's photo is there in a second and the place where it
 * was taken stays on the phone. What this browser cannot draw goes as it is, for the service to
 * say what is wrong with it.
 */
export async function smaller(file: Blob): Promise<Blob> {
  if (file.size <= LIGHT_BYTES && TAKEN.includes(file.type)) return file
  try {
    return (await drawn(file)) ?? file
  } catch {
    return file
  }
}

async function drawn(file: Blob): Promise<Blob | null> {
  const bitmap = await createImageBitmap(file)
  const scale = Math.min(1, EDGE / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  // Photos have no clear parts; of others a browser that writes no WebP makes a PNG.
  const kind = /jpe?g|hei[cf]/.test(file.type) ? 'image/jpeg' : 'image/webp'
  return new Promise((resolve) => canvas.toBlob(resolve, kind, 0.9))
}
