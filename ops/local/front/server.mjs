// The front of the local stack: the built web client and, by the prefixes of
// the contracts, the five services. In containers Caddy does the same.
import compress from "@fastify/compress";
import proxy from "@fastify/http-proxy";
import files from "@fastify/static";
import Fastify from "fastify";
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const { FRONT_PORT, FRONT_SECRET_FILE, WEB_DIST } = process.env;
const frontSecret = readFileSync(FRONT_SECRET_FILE, "utf8").trim();
const services = {
  [process.env.AUTH_URL]: ["/api/auth", "/api/audit", "/.well-known/jwks.json"],
  [process.env.PRODUCTS_URL]: [
    "/api/products",
    "/api/stock",
    "/api/suppliers",
    "/api/purchase-orders",
    "/api/locations",
  ],
  [process.env.SALES_URL]: ["/api/sales", "/api/live"],
  [process.env.FORECAST_URL]: ["/api/forecast"],
  [process.env.ETL_URL]: ["/api/etl"],
};
// As in the Caddyfile, but for HTTPS alone: a test compares them.
const headers = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
  "X-Frame-Options": "DENY",
};
const contentSecurity = (nonce) =>
  `default-src 'self'; object-src 'none'; img-src 'self' data: blob:; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'nonce-${nonce}'; ` +
  "style-src-attr 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
// Where the built page wants the nonce, in the words of Caddy's templates.
const NONCE = "{{placeholder `http.request.uuid`}}";
// What Caddy compresses of its own accord. Events leave as they come.
const SHRINKS = /^text\/(?!event-stream)|^application\/(.*\+)?(json|xml|javascript|wasm)\b|^image\/svg/;
const SMALLEST = 1024;
const NOT_BUILT = "<!doctype html><title>Previstock</title><p>The web client is not built yet: run <code>make up</code>.";

const problem = (reply, status, code, detail, instance) =>
  reply.code(status).type("application/problem+json").send(
    JSON.stringify({
      type: `urn:previstock:problem:${code}`,
      title: status === 404 ? "Not found" : "Unavailable",
      status,
      detail,
      instance,
      code,
      params: {},
      errors: [],
    }),
  );

const app = Fastify({
  logger: false,
  bodyLimit: 4 * 2 ** 30,
  forceCloseConnections: true,
  // A head has fifteen seconds to arrive. Bodies have no such end, for files are large
  // and lines slow: the services wait half a minute for each piece.
  http: { headersTimeout: 15_000, connectionsCheckingInterval: 5_000 },
});

app.decorateRequest("nonce", "");
app.addHook("onRequest", async (request) => {
  request.nonce = randomUUID();
});
app.addHook("onSend", async (request, reply) => {
  reply.headers({ ...headers, "Content-Security-Policy": contentSecurity(request.nonce) });
});

// Answers without a body, those that must come as they are, and those that compressing
// would only make larger are left alone; the plugin asks the request whether to.
app.addHook("onSend", async (request, reply) => {
  const told = (name) => String(reply.getHeader(name) ?? "");
  const small = told("content-length") !== "" && Number(told("content-length")) < SMALLEST;
  const empty = request.method === "HEAD" || reply.statusCode === 204 || reply.statusCode === 304;
  if (small || empty || told("cache-control").includes("no-transform")) {
    request.headers["x-no-compression"] = "1";
  }
});
await app.register(compress, {
  encodings: ["br", "gzip"],
  customTypes: SHRINKS,
  threshold: SMALLEST,
  // Files that arrive packed are unpacked by the service, within its limits.
  globalDecompression: false,
});

for (const [upstream, prefixes] of Object.entries(services)) {
  for (const prefix of prefixes) {
    app.register(proxy, {
      upstream,
      prefix,
      rewritePrefix: prefix,
      // Compared with the Origin header by auth_svc, so it stays as the browser sent it.
      replyOptions: {
        rewriteRequestHeaders: (request, headers) => ({
          ...headers,
          host: request.headers.host,
          "x-forwarded-for": request.ip,
          // By this auth_svc believes the address.
          "x-front-secret": frontSecret,
          "x-forwarded-proto": "http",
        }),
        onError: (reply) =>
          problem(reply, 503, "unavailable", "The service does not answer.", prefix),
      },
    });
  }
}

// An answer that broke off before its first piece had left: nothing of it is sent.
app.setErrorHandler((error, request, reply) => {
  reply.removeHeader("content-encoding");
  return error.statusCode < 500
    ? reply.send(error)
    : problem(reply, 503, "unavailable", "The service does not answer.", request.url.split("?")[0]);
});

// Services ask for their tokens at auth_svc itself.
app.all("/api/auth/service-token", (request, reply) =>
  problem(reply, 404, "not_found", "There is nothing at this address.", "/api/auth/service-token"));

app.register(async (pages) => {
  await pages.register(files, {
    root: WEB_DIST,
    index: false,
    cacheControl: false,
    // The build has compressed them as well as can be.
    preCompressed: true,
    setHeaders: (reply, path) => {
      // Vite puts a hash of the content into the names under assets/.
      const lasting = path.includes("/assets/");
      reply.header("Cache-Control", lasting ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
  const pageOf = (file) => (request, reply) => {
    const path = join(WEB_DIST, file);
    const html = existsSync(path) ? readFileSync(path, "utf8").replaceAll(NONCE, request.nonce) : NOT_BUILT;
    return reply.code(200).header("Cache-Control", "no-cache").type("text/html").send(html);
  };
  const page = pageOf("index.html");
  const explorer = pageOf("docs/index.html");
  pages.get("/", page);
  pages.get("/index.html", page);
  for (const path of ["/docs", "/docs/", "/docs/index.html"]) pages.get(path, explorer);
  pages.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?")[0];
    const elsewhere = ["/api/", "/assets/"].some((start) => path.startsWith(start)) || path === "/metrics";
    // A deep link: the client's own router shows the page.
    return request.method === "GET" && !elsewhere
      ? page(request, reply)
      : problem(reply, 404, "not_found", "There is nothing at this address.", path);
  });
});

await app.listen({ host: "127.0.0.1", port: Number(FRONT_PORT) });
