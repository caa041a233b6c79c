// Makes src/api/gen from openapi/*.json. With --check, fails when what is there differs.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const web = fileURLToPath(new URL('..', import.meta.url))
const committed = join(web, 'src/api/gen')
const check = process.argv.includes('--check')
// Inside src/api, because the generated client imports ../runtime.
const output = check ? mkdtempSync(join(web, 'src/api/check-')) : committed

const tree = (folder) =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [relative(folder, file), readFileSync(file, 'utf8')]),
  )

function differences() {
  const [before, after] = [tree(committed), tree(output)]
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names].filter((name) => before.get(name) !== after.get(name)).sort()
}

let status = 1
try {
  const bin = join(web, 'node_modules/@hey-api/openapi-ts/bin/run.js')
  const run = spawnSync(process.execPath, [bin], {
    cwd: web,
    env: { ...process.env, CLIENT_OUTPUT: output },
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  })
  if (run.status !== 0) process.stderr.write(run.stdout)
  else if (!check) status = 0
  else {
    const changed = differences()
    status = changed.length > 0 ? 1 : 0
    if (status === 1) {
      process.stderr.write(
        `The generated client is not what openapi/*.json says. Run: npm run generate\n  ${changed.join('\n  ')}\n`,
      )
    }
  }
} finally {
  if (check) rmSync(output, { recursive: true, force: true })
}
process.exit(status)
