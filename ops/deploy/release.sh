#!/bin/sh
# Runs on the host, sent there by deploy.sh: release.sh TAG IMAGE_PREFIX
#
# The folder of the deployment holds `.env` (settings, written by a person),
# `releases/TAG` (the files of each), `current`, a link to the one that runs, and
# `backups/before-TAG.tar`.
#   0  the release runs
#   1  it does not; what ran before runs (again), or this was the first
#   2  neither runs: a person is needed
set -eu
# A lost connection must not leave half a release.
trap '' HUP PIPE

say() { echo "== $*" || true; }
die() {
  say "$*"
  exit 1
}

tag=$1 prefix=$2
cd "$(dirname "$0")/../../../.."
exec 9>.lock
flock -n 9 || die "Another release is under way here."
touch .env
chmod 600 .env
printf 'IMAGE_PREFIX=%s\nIMAGE_TAG=%s\n' "$prefix" "$tag" >"releases/$tag/release.env"
previous=
[ ! -L current ] || previous=$(basename "$(readlink current)")

compose() { # FOLDER ARGUMENT...
  at=$1
  shift
  docker compose --project-directory "$at" --env-file .env --env-file "$at/release.env" "$@"
}
# Always by the link's own path: a container is then made anew only when its part
# of the release changes, and the broker goes on through most releases.
use() { ln -sfn "releases/$1" current; }
# All but the one-shot steps.
lasting() { compose current config --services | grep -vx -e secrets -e setup; }
answers() {
  compose current exec -T auth_svc python3 -m ops.probe http://web:8090/ &&
    compose current exec -T auth_svc python3 -m ops.probe http://web:8090/.well-known/jwks.json
}

say "images of $tag"
compose "releases/$tag" pull --quiet --policy missing || die "The images cannot be had; nothing was changed."
for image in $(compose "releases/$tag" config --images); do
  docker image inspect "$image" >/dev/null 2>&1 || die "There is no image $image; nothing was changed."
done

if [ -n "$previous" ]; then
  say "backup"
  mkdir -p backups
  chmod 700 backups
  (umask 077 && compose current run --rm -T restore create --stdout >"backups/before-$tag.tar") ||
    die "No backup could be made; nothing was changed."
fi

say "start of $tag"
use "$tag"
if compose current up --detach --no-build --remove-orphans --wait --wait-timeout "${WAIT_S:-300}" && answers; then
  say "$tag runs"
  # The last three stay, to go back to by hand.
  # shellcheck disable=SC2012 # names of releases are plain
  ls -1t releases | tail -n +4 | while read -r old; do
    case $old in "$tag" | "$previous") continue ;; esac
    compose "releases/$old" config --images | grep ":$old\$" | xargs -r docker image rm >/dev/null 2>&1 || true
    rm -rf "releases/$old" "backups/before-$old.tar"
  done
  exit 0
fi

say "$tag did not become healthy:"
compose current ps --all || true
compose current logs --no-color --tail 20 || true
if [ -z "$previous" ]; then
  rm current
  die "It was the first release; there is none to go back to."
fi

say "back to $previous"
# One from before the broker asked for accounts has none to show.
if ! grep -q KAFKA_USERNAME "releases/$previous/compose.yaml"; then
  compose current run --rm --no-deps -T -e KAFKA_ACCOUNTS=false setup python3 -m ops.broker || true
fi
# One from before services took locks by functions of their own takes PostgreSQL's.
compose current run --rm --no-deps -T setup python3 -m ops.postgres.roles --locks-for-all || true
use "$previous"
# Without the one-shot steps: a schema is never taken back, and a release runs on
# the schema of the one after it.
# shellcheck disable=SC2046 # one word for each service
if compose current up --detach --no-build --no-deps --remove-orphans --wait --wait-timeout "${WAIT_S:-300}" $(lasting) && answers; then
  die "$previous runs again; $tag does not."
fi
say "$previous does not become healthy either. The way back is backups/before-$tag.tar (docs/backup.md)."
exit 2
