import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin, ResolvedConfig } from 'vite'

/**
 * Pictures and fonts are compressed already. Pages get a nonce with each answer, and what is only
 * text goes through Caddy's templates as they do, which do not read what is compressed.
 */
const COMPRESSIBLE = /\.(js|mjs|css|json|svg|wasm|webmanifest)$/
/** A smaller one fits into the first packet as it is. */
const SMALLEST = 1024

const compressions = {
  br: (content: Buffer) =>
    promisify(brotliCompress)(content, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      },
    }),
  gz: (content: Buffer) => promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }),
}

/** Writes `name.br` and `name.gz` beside a file, where they are the smaller ones. */
async function compress(path: string) {
  if ((await stat(path)).size < SMALLEST) return
  const content = await readFile(path)
  for (const [ending, compressed] of Object.entries(compressions)) {
    const smaller = await compressed(content)
    if (smaller.length < content.length) await writeFile(`${path}.${ending}`, smaller)
  }
}

/** Compressed once as well as can be, instead of hastily with every answer: both fronts send these. */
export const precompressed = (): Plugin => {
  let config: ResolvedConfig
  return {
    name: 'precompressed',
    apply: 'build',
    configResolved(resolved) {
      config = resolved
    },
    async closeBundle() {
      const folder = resolve(config.root, config.build.outDir)
      const names = await readdir(folder, { recursive: true })
      const compressible = names.filter((name) => COMPRESSIBLE.test(name))
      await Promise.all(compressible.map((name) => compress(join(folder, name))))
    },
  }
}
