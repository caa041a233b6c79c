#!/bin/sh
# Brings published images to a host: ops/deploy/deploy.sh TAG
#
# Sends the few files that the host needs and runs release.sh there, which makes
# a backup, starts the release and goes back to the one before when it does not
# become healthy. Reads
#   SSH_HOST, SSH_USERNAME   the host; its user may use Docker
#   SSH_PORT                 22 when not set
#   SSH_KEY_FILE             a private key; else what ssh itself finds
#   SSH_KNOWN_HOSTS_FILE     the host's key; else what ssh itself knows
#   IMAGE_PREFIX             of the images: someone/previstock-
#   DEPLOY_DIR               the folder on the host; previstock when not set
# and ends with 0 only when the release runs.
set -eu

die() {
  echo "$*" >&2
  exit 1
}

[ $# -eq 1 ] || die "usage: ops/deploy/deploy.sh TAG"
tag=$1
for name in SSH_HOST SSH_USERNAME IMAGE_PREFIX; do
  eval "[ -n \"\${$name:-}\" ]" || die "$name is not set."
done
folder=${DEPLOY_DIR:-previstock}
# They become part of a command on the host.
for word in "$tag" "$folder" "$IMAGE_PREFIX"; do
  case $word in
    *[!A-Za-z0-9._/:-]* | -*) die "not a name: $word" ;;
  esac
done
cd "$(dirname "$0")/../.."

remote() {
  # A host whose key is not known is refused, never asked about.
  ssh -o BatchMode=yes -o StrictHostKeyChecking=yes -o ConnectTimeout=20 \
    -o ServerAliveInterval=15 -p "${SSH_PORT:-22}" \
    ${SSH_KEY_FILE:+-o IdentitiesOnly=yes -i "$SSH_KEY_FILE"} \
    ${SSH_KNOWN_HOSTS_FILE:+-o UserKnownHostsFile="$SSH_KNOWN_HOSTS_FILE"} \
    "$SSH_USERNAME@$SSH_HOST" "$@"
}

release=$folder/releases/$tag
tar -c compose.yaml ops/docker/front.yaml ops/redpanda/bootstrap.yaml ops/deploy/release.sh |
  remote "mkdir -p $release && tar -x -C $release"
remote "sh $release/ops/deploy/release.sh $tag $IMAGE_PREFIX"
