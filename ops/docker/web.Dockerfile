# The built web client behind Caddy, which is also the front of every service.
FROM node:24-trixie-slim AS build
WORKDIR /src
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
COPY web .
RUN npm run build

# The image's binary carries the capability to bind ports below 1024, and the kernel
# refuses to execute such a file where every capability is dropped. A copy made by
# `cp` is without it; the front listens above 1024.
FROM caddy:2 AS caddy
RUN cp /usr/bin/caddy /caddy

FROM caddy:2
COPY --from=caddy /caddy /usr/bin/caddy
# Volumes take the owner of the folder they are mounted on.
RUN mkdir -p /var/lib/caddy && chown 10001:10001 /var/lib/caddy && chmod 700 /var/lib/caddy
ENV XDG_DATA_HOME=/var/lib/caddy
COPY ops/docker/Caddyfile /etc/caddy/Caddyfile
COPY --from=build /src/dist /srv
USER 10001:10001
# A mistake in either mode fails here, not at the first start.
RUN export XDG_DATA_HOME=/tmp/trial \
 && caddy validate --config /etc/caddy/Caddyfile \
 && SITE_ADDRESS=localhost TLS="tls internal" caddy validate --config /etc/caddy/Caddyfile \
 && rm -r /tmp/trial
