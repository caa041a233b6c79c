import { expect, type Page, type Request } from '@playwright/test'

/** Waits until nothing has been on its way for `quiet` ms. The live stream always is. */
export function settling(page: Page, { quiet = 500, timeout = 15_000 } = {}) {
  const underWay = new Set<Request>()
  let since = Date.now()
  const over = (request: Request) => {
    underWay.delete(request)
    since = Date.now()
  }
  page.on('request', (request) => {
    // Nobody awaits what the page before had asked for, and its end may never be told.
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) underWay.clear()
    if (!new URL(request.url()).pathname.startsWith('/api/live')) underWay.add(request)
  })
  page.on('requestfinished', over)
  page.on('requestfailed', over)

  return async () => {
    // A failure names what is still awaited.
    const awaited = () =>
      underWay.size === 0 && Date.now() - since <= quiet
        ? ['quiet']
        : [...underWay].map((request) => `${request.method()} ${request.url()}`)
    await expect.poll(awaited, { intervals: [100], timeout }).toEqual([])
    await expect(page.locator('[role=status][aria-label], .mantine-Skeleton-root')).toHaveCount(0, {
      timeout,
    })
    await page.evaluate(() =>
      Promise.all(
        document.getAnimations().map((animation) => animation.finished.catch(() => null)),
      ),
    )
  }
}
