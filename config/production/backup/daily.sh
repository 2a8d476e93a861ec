#!/bin/bash
# Back up every day at BRAND_BACKUP_AT (HH:MM, local time of the container), until stopped.
# At start it backs up at once if there is no backup yet.
#   daily.sh DATABASE             the service
#   daily.sh --healthy DATABASE   for its health check: is the newest backup young enough?
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
backup=${BRAND_BACKUP_SCRIPT:-$here/../../../scripts/backup.sh}
directory=${BRAND_BACKUP_DIR:-/var/lib/brand/backups}
at=${BRAND_BACKUP_AT:-02:30}
max_age_hours=${BRAND_BACKUP_MAX_AGE_HOURS:-26}

newest() {
    find "$directory/$1" -mindepth 1 -maxdepth 1 -type d -name '20*Z' -printf '%f\n' 2>/dev/null | sort | tail -n1 || true
}

age_hours() { # of a backup's name, 2026-03-01T023000Z
    local name=$1
    echo $((($(date -u +%s) - $(date -u -d "${name:0:10} ${name:11:2}:${name:13:2}:${name:15:2}" +%s)) / 3600))
}

if [[ ${1:-} == --healthy ]]; then
    last=$(newest "${2:?name the database}")
    [[ -n $last ]] || { echo 'no backup yet' && exit 1; }
    (($(age_hours "$last") < max_age_hours)) || { echo "the newest backup is $last" && exit 1; }
    exit 0
fi

database=${1:?name the database}
[[ $at =~ ^([01][0-9]|2[0-3]):[0-5][0-9]$ ]] || { echo "BRAND_BACKUP_AT must be HH:MM, not \"$at\"." >&2 && exit 78; }
child=
trap 'kill "${child:-}" 2>/dev/null; exit 143' TERM INT

run() { # in the background, so that a stop does not wait for it
    "$@" &
    child=$!
    local status=0
    wait "$child" || status=$?
    child=
    return "$status"
}

# A backup with files missing (status 3) is a backup; after any other failure try again in an hour.
back_up() {
    local status
    while true; do
        status=0
        run "$backup" "$database" || status=$?
        ((status != 0 && status != 3)) || return 0
        echo "backup: failed with status $status, next try in ${BRAND_BACKUP_RETRY:-3600} s" >&2
        run sleep "${BRAND_BACKUP_RETRY:-3600}"
    done
}

[[ -n $(newest "$database") ]] || back_up
while true; do
    now=$(date +%s)
    next=$(date -d "today $at" +%s)
    ((next > now)) || next=$(date -d "tomorrow $at" +%s)
    run sleep $((next - now))
    back_up
done
