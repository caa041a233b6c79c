# One recipe for every Python image. SERVICE is a service's package, or `setup`
# for the one-shot steps: secrets, roles and schemas, migrations, topics.
FROM python:3.13-slim-trixie AS build
ARG SERVICE
WORKDIR /src
COPY requirements requirements
RUN --mount=type=cache,target=/root/.cache/pip \
    python3 -m venv /opt/venv \
 && case "$SERVICE" in setup) pins=shared ;; *) pins=${SERVICE%_svc} ;; esac \
 && /opt/venv/bin/pip install -q --disable-pip-version-check --require-hashes -r "requirements/$pins.txt" \
 # The image never installs anything again.
 && /opt/venv/bin/pip uninstall -q -y pip \
 # Nor does it run the tests of others, or compile their sources.
 && find /opt/venv -depth -type d -name tests -path '*/site-packages/*' -exec rm -rf {} + \
 && find /opt/venv -type f \( -name '*.c' -o -name '*.cpp' -o -name '*.pyx' -o -name '*.pxd' \) -delete
COPY . .
RUN mkdir -p /app/ops && cp -r shared /app/ && cp ops/__init__.py ops/probe.py /app/ops/ \
 && case "$SERVICE" in \
      setup) cp -r ops ./*_svc /app/ ;; \
      *) cp -r "$SERVICE" /app/ ;; \
    esac

FROM python:3.13-slim-trixie
ARG SERVICE
RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --no-create-home --shell /usr/sbin/nologin app \
 # Volumes take the owner of the folder they are mounted on.
 && mkdir -p /var/lib/previstock && chown app:app /var/lib/previstock
# LightGBM, which only forecast_svc has, needs the system's OpenMP library. Debian
# keeps no older version to ask for by number.
# hadolint ignore=DL3008
RUN if [ "$SERVICE" = forecast_svc ]; then \
      apt-get update -qq && apt-get install -y -qq --no-install-recommends libgomp1 >/dev/null \
      && rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin; \
    fi
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 SERVICE=$SERVICE
# A missing dependency fails here, not at the first start.
RUN case "$SERVICE" in \
      forecast_svc) JWT_SECRET=only-for-the-build-no-token-is-signed \
        python3 -c "import forecast_svc.app, forecast_svc.engine.global_model" ;; \
      setup) python3 -c "import ops.secrets, ops.postgres.roles, ops.migrate, ops.topics" ;; \
      *) JWT_SECRET=only-for-the-build-no-token-is-signed python3 -c "import $SERVICE.app" ;; \
    esac
USER 10001:10001
CMD ["sh", "-c", "exec uvicorn \"$SERVICE.app:app\" --host 0.0.0.0 --port \"$PORT\" --timeout-graceful-shutdown 15 --no-access-log"]
