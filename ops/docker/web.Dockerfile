# The built web client behind Caddy, which is also the front of every service.
FROM node:24-trixie-slim AS build
WORKDIR /src
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
COPY web .
RUN npm run build

FROM caddy:2
COPY ops/docker/Caddyfile /etc/caddy/Caddyfile
COPY --from=build /src/dist /srv
