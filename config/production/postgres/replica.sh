#!/bin/bash
# Start a read replica: copy the primary when the data folder is empty, then follow it.
set -euo pipefail

PROGRAM='brand replica'
BRAND_HOME=${BRAND_HOME:-/opt/brand}
# shellcheck source=config/production/lib/secrets.sh
. "$BRAND_HOME/config/production/lib/secrets.sh"

PGDATA=${PGDATA:?}
primary=${BRAND_PRIMARY_HOST:-db}
port=${BRAND_PRIMARY_PORT:-5432}
slot=${BRAND_REPLICATION_SLOT:-replica1}
require_secret POSTGRES_REPLICATION_PASSWORD

umask 077
mkdir -p "$PGDATA"
passfile=$PGDATA/../replica.pgpass
escaped=${POSTGRES_REPLICATION_PASSWORD//\\/\\\\}
printf '*:*:*:replicator:%s\n' "${escaped//:/\\:}" >"$passfile"
unset POSTGRES_REPLICATION_PASSWORD escaped
passfile=$(realpath "$passfile")
connection="host=$primary port=$port user=replicator passfile=$passfile application_name=$slot"

if [[ ! -s $PGDATA/PG_VERSION ]]; then
    rm -rf "${PGDATA:?}"/* # what an interrupted copy left
    until pg_isready -q -h "$primary" -p "$port"; do sleep 1; done
    # The slot keeps what the replica has not read yet; it may exist from an earlier copy.
    pg_basebackup -d "$connection" -D "$PGDATA" -X stream -S "$slot" -C --checkpoint=fast -R 2>/dev/null || {
        rm -rf "${PGDATA:?}"/*
        pg_basebackup -d "$connection" -D "$PGDATA" -X stream -S "$slot" --checkpoint=fast -R
    }
fi

config=$BRAND_HOME/config/production/postgres
exec postgres -D "$PGDATA" -c "config_file=$config/postgresql.conf" -c "hba_file=$config/pg_hba.conf" \
    -c "primary_conninfo=$connection" -c "primary_slot_name=$slot" "$@"
