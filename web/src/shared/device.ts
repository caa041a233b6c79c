// Later ones also name the earlier: Edge calls itself Chrome, and Chrome Safari.
const browsers = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|CriOS)\//, 'Chrome'],
  [/Version\/.*Safari\//, 'Safari'],
] as const
const systems = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
] as const

type Names = readonly (readonly [RegExp, string])[]
const first = (names: Names, text: string) => names.find(([sign]) => sign.test(text))?.[1]

/** A `User-Agent` in words; a program is called what it calls itself. Empty when it says nothing. */
export function deviceOf(userAgent: string): { browser: string; system: string | undefined } {
  const browser = first(browsers, userAgent) ?? userAgent.split(/[/ ]/)[0] ?? ''
  return { browser, system: first(systems, userAgent) }
}
