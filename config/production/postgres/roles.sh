#!/bin/bash
# Create the roles odoo and replicator, or give them the passwords that the secrets hold now.
# The image runs it at the first start; run it again after changing a secret:
#   docker compose exec db /opt/brand/config/production/postgres/roles.sh
set -euo pipefail

PROGRAM='brand roles'
BRAND_HOME=${BRAND_HOME:-/opt/brand}
# shellcheck source=config/production/lib/secrets.sh
. "$BRAND_HOME/config/production/lib/secrets.sh"

POSTGRES_PASSWORD_FILE=${BRAND_ODOO_PASSWORD_FILE:-${POSTGRES_PASSWORD_FILE:-}}
unset POSTGRES_PASSWORD
require_secret POSTGRES_PASSWORD
read_secret POSTGRES_REPLICATION_PASSWORD

sql() { psql -X -q -v ON_ERROR_STOP=1 --no-password -U "${POSTGRES_USER:-postgres}" -d postgres; }

# Passwords go through standard input: no command line and no log shows them.
role() {
    local name=$1 options=$2 password=${3//\'/\'\'}
    sql <<SQL
set log_min_duration_statement = -1;
set log_min_error_statement = panic;
do \$\$ begin
    if not exists (select from pg_roles where rolname = '$name') then create role $name; end if;
end \$\$;
alter role $name with login nosuperuser $options password '$password';
SQL
}

role odoo 'createdb nocreaterole noreplication' "$POSTGRES_PASSWORD"
if [[ -n ${POSTGRES_REPLICATION_PASSWORD:-} ]]; then
    role replicator 'nocreatedb nocreaterole replication' "$POSTGRES_REPLICATION_PASSWORD"
fi
echo 'brand roles: done'
