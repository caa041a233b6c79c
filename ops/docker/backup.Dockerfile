# Makes and restores backups: PostgreSQL's own programs, of the same version as the
# server, with the project's code and the interpreter of the same Debian beside them.
FROM python:3.13-slim-trixie AS build
WORKDIR /src
COPY requirements requirements
RUN --mount=type=cache,target=/root/.cache/pip \
    python3 -m venv /opt/venv \
 && /opt/venv/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements/shared.txt \
 && /opt/venv/bin/pip uninstall -q -y pip
COPY . .
RUN mkdir /app && cp -r shared ops ./*_svc /app/

FROM postgres:18-trixie
# Debian keeps no older version to ask for by number.
# hadolint ignore=DL3008
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends python3 >/dev/null \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin \
 && groupadd --gid 10001 app && useradd --uid 10001 --gid app --no-create-home --shell /usr/sbin/nologin app \
 # Volumes take the owner of the folder they are mounted on.
 && install -d -o app -g app -m 700 /backups && install -d -o app -g app -m 755 /uploads
COPY --from=build /opt/venv/lib/python3.13/site-packages /opt/site-packages
COPY --from=build /app /app
WORKDIR /app
ENV PYTHONPATH=/opt/site-packages:/app PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
# What is missing fails here, not in the night. `backup` alone makes one; the
# script's own arguments are meant to reach it as they are.
# hadolint ignore=SC2016
RUN python3 -c "import ops.backup.__main__" && pg_dump --version && pg_restore --version && psql --version \
 && printf '#!/bin/sh\nexec python3 -m ops.backup "${@:-create}"\n' >/usr/local/bin/backup \
 && chmod 755 /usr/local/bin/backup
USER 10001:10001
ENTRYPOINT ["backup"]
CMD ["schedule"]
