#!/bin/bash
# Start PostgreSQL: refuse bad passwords, then hand over to the entrypoint of the official image.
set -euo pipefail

PROGRAM='brand database server'
BRAND_HOME=${BRAND_HOME:-/opt/brand}
# shellcheck source=config/production/lib/secrets.sh
. "$BRAND_HOME/config/production/lib/secrets.sh"

require_secret POSTGRES_PASSWORD
if [[ -n ${POSTGRES_REPLICATION_PASSWORD:-}${POSTGRES_REPLICATION_PASSWORD_FILE:-} ]]; then
    require_secret POSTGRES_REPLICATION_PASSWORD
    require_different POSTGRES_PASSWORD POSTGRES_REPLICATION_PASSWORD
fi

# The image insists on a password for the superuser at the first start. Nobody needs one (see
# pg_hba.conf), so it is random and forgotten.
if [[ ! -s ${PGDATA:-}/PG_VERSION ]]; then
    POSTGRES_PASSWORD=$(head -c 32 /dev/urandom | base64 -w0)
    export POSTGRES_PASSWORD
else
    unset POSTGRES_PASSWORD
fi
BRAND_ODOO_PASSWORD_FILE=${POSTGRES_PASSWORD_FILE:?name the file with the password of the role odoo}
export BRAND_ODOO_PASSWORD_FILE
unset POSTGRES_PASSWORD_FILE

config=$BRAND_HOME/config/production/postgres
exec docker-entrypoint.sh postgres -c "config_file=$config/postgresql.conf" \
    -c "hba_file=$config/pg_hba.conf" "$@"
