#!/bin/sh
# Writes behind the tag of each base image the digest that the tag has now, so that
# a build is the same tomorrow (make pin-images). Asks the registry; pulls nothing.
set -eu
cd "$(dirname "$0")/../.."
files="compose.yaml ops/docker/python.Dockerfile ops/docker/backup.Dockerfile ops/docker/web.Dockerfile"
line='(FROM| +image:) '
name='[a-z0-9][a-z0-9.:/_-]*:[A-Za-z0-9._-]+'
digest='@sha256:[0-9a-f]{64}'

# shellcheck disable=SC2086 # a list of files
sed -nE "s#^$line($name)($digest)?( AS .*)?\$#\2#p" $files | sort -u | while read -r image; do
  now=$(docker buildx imagetools inspect "$image" | sed -n 's/^Digest: *//p')
  [ -n "$now" ] || exit 1
  for file in $files; do
    sed -E "s#^($line)$image($digest)?( |\$)#\1$image@$now\4#" "$file" >"$file.pinned"
    cat "$file.pinned" >"$file"
    rm "$file.pinned"
  done
  echo "$image@$now"
done
