/**
 * What the client says, in files that come when a page says it: of one section of the client all that
 * its pages say. `start` is what every page says, or pages of several sections do.
 */
export const sections = {
  en: {
    acts: () => import('./sections/acts.en'),
    alerts: () => import('./sections/alerts.en'),
    data: () => import('./sections/data.en'),
    door: () => import('./sections/door.en'),
    files: () => import('./sections/files.en'),
    forecast: () => import('./sections/forecast.en'),
    orders: () => import('./sections/orders.en'),
    people: () => import('./sections/people.en'),
    planning: () => import('./sections/planning.en'),
    products: () => import('./sections/products.en'),
    queue: () => import('./sections/queue.en'),
    refusals: () => import('./sections/refusals.en'),
    reorder: () => import('./sections/reorder.en'),
    replay: () => import('./sections/replay.en'),
    sales: () => import('./sections/sales.en'),
    settings: () => import('./sections/settings.en'),
    setup: () => import('./sections/setup.en'),
    sheets: () => import('./sections/sheets.en'),
    start: () => import('./sections/start.en'),
    stock: () => import('./sections/stock.en'),
    suppliers: () => import('./sections/suppliers.en'),
    till: () => import('./sections/till.en'),
    today: () => import('./sections/today.en'),
  },
  fr: {
    acts: () => import('./sections/acts.fr'),
    alerts: () => import('./sections/alerts.fr'),
    data: () => import('./sections/data.fr'),
    door: () => import('./sections/door.fr'),
    files: () => import('./sections/files.fr'),
    forecast: () => import('./sections/forecast.fr'),
    orders: () => import('./sections/orders.fr'),
    people: () => import('./sections/people.fr'),
    planning: () => import('./sections/planning.fr'),
    products: () => import('./sections/products.fr'),
    queue: () => import('./sections/queue.fr'),
    refusals: () => import('./sections/refusals.fr'),
    reorder: () => import('./sections/reorder.fr'),
    replay: () => import('./sections/replay.fr'),
    sales: () => import('./sections/sales.fr'),
    settings: () => import('./sections/settings.fr'),
    setup: () => import('./sections/setup.fr'),
    sheets: () => import('./sections/sheets.fr'),
    start: () => import('./sections/start.fr'),
    stock: () => import('./sections/stock.fr'),
    suppliers: () => import('./sections/suppliers.fr'),
    till: () => import('./sections/till.fr'),
    today: () => import('./sections/today.fr'),
  },
} as const

export type Section = keyof typeof sections.en

type Together<Union> = (Union extends unknown ? (one: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never

/** The texts of all sections: of a part that stands in several, what all of them say. */
export type Texts = Together<Awaited<ReturnType<(typeof sections.en)[Section]>>['texts']>
