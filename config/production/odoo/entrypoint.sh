#!/bin/bash
# Start one of Odoo's jobs: entrypoint.sh web|cron|setup|check|backup|backup-daily|restore|shell
#   web           HTTP workers and the websocket process, no scheduled jobs
#   cron          scheduled jobs only (it answers HTTP for its own health check)
#   setup         create the database, or upgrade it to the addons of this image; then end
#   check         what web and cron check before they start, and nothing else
#   backup        one backup now          backup-daily   one every day
#   restore ...   see scripts/restore.sh
#   shell         Odoo's Python shell on the database
set -euo pipefail

PROGRAM='brand entrypoint'
BRAND_HOME=${BRAND_HOME:-/opt/brand}
BRAND_RUN=${BRAND_RUN:-/run/brand}
BRAND_PYTHON=${BRAND_PYTHON:-python3}
# shellcheck source=config/production/lib/secrets.sh
. "$BRAND_HOME/config/production/lib/secrets.sh"
# shellcheck source=config/production/limits.env
. "$BRAND_HOME/config/production/limits.env"

job=${1:-web}
shift || true

[[ $(id -u) != 0 || -n ${BRAND_ALLOW_ROOT:-} ]] ||
    die 'refusing to start as root: the image runs as the user odoo, remove "user:" or "-u root".'

require_secret POSTGRES_PASSWORD
require_secret ODOO_ADMIN_PASSWORD # the master password of Odoo's database manager
require_different POSTGRES_PASSWORD ODOO_ADMIN_PASSWORD

export PGHOST=${PGHOST:-db} PGPORT=${PGPORT:-5432} PGUSER=${PGUSER:-odoo}
BRAND_DATABASE=${BRAND_DATABASE:-brand}
[[ $PGUSER != postgres ]] || die 'refusing to start: PGUSER is the superuser postgres, use the role odoo.'
[[ $BRAND_DATABASE =~ ^[a-z][a-z0-9_]{0,50}$ ]] ||
    die "refusing to start: BRAND_DATABASE must be lower case letters, digits and _, starting with a letter."

# The configuration with its secrets exists in memory only, for this user only.
umask 077
mkdir -p "$BRAND_RUN"
export ODOO_RC=$BRAND_RUN/odoo.conf
hash_password() {
    "$BRAND_PYTHON" -c 'import sys; from passlib.context import CryptContext as C
print(C(["pbkdf2_sha512"], pbkdf2_sha512__rounds=600_000).hash(sys.stdin.read()))'
}
{
    cat "${BRAND_ODOO_CONF:-$BRAND_HOME/config/production/odoo/odoo.conf}"
    printf '\n; Added by the entrypoint.\n'
    printf 'admin_passwd = %s\n' "$(printf %s "$ODOO_ADMIN_PASSWORD" | hash_password)"
    printf 'db_host = %s\ndb_port = %s\ndb_user = %s\ndb_password = %s\n' \
        "$PGHOST" "$PGPORT" "$PGUSER" "$POSTGRES_PASSWORD"
    printf 'db_name = %s\ndbfilter = ^%s$\n' "$BRAND_DATABASE" "$BRAND_DATABASE"
    # An empty name would not mean "none" to Odoo: the option must be absent.
    if [[ -n ${BRAND_DB_REPLICA_HOST:-} ]]; then
        printf 'db_replica_host = %s\ndb_replica_port = %s\n' \
            "$BRAND_DB_REPLICA_HOST" "${BRAND_DB_REPLICA_PORT:-5432}"
    fi
    if [[ -n ${BRAND_SMTP_HOST:-} ]]; then
        printf 'smtp_server = %s\nsmtp_port = %s\nsmtp_ssl = %s\n' \
            "$BRAND_SMTP_HOST" "${BRAND_SMTP_PORT:-587}" "${BRAND_SMTP_SSL:-True}"
        if [[ -n ${BRAND_SMTP_USER:-} ]]; then
            require_secret SMTP_PASSWORD
            printf 'smtp_user = %s\nsmtp_password = %s\n' "$BRAND_SMTP_USER" "$SMTP_PASSWORD"
        fi
        [[ -z ${BRAND_SMTP_FROM:-} ]] || printf 'email_from = %s\n' "$BRAND_SMTP_FROM"
    fi
} >"$ODOO_RC"

# libpq reads the password from a file too, so that no process carries it in its environment.
export PGPASSFILE=$BRAND_RUN/pgpass
escaped=${POSTGRES_PASSWORD//\\/\\\\}
printf '*:*:*:*:%s\n' "${escaped//:/\\:}" >"$PGPASSFILE"
unset POSTGRES_PASSWORD POSTGRES_PASSWORD_FILE ODOO_ADMIN_PASSWORD SMTP_PASSWORD escaped
unset PGPASSWORD PGDATABASE PGHOST_REPLICA PGPORT_REPLICA

wait_for_database() {
    local tries=${BRAND_DB_WAIT:-60}
    until psql -XAtqc 'select 1' -d postgres >/dev/null 2>"$BRAND_RUN/psql.err"; do
        # A wrong password does not become right by waiting.
        if grep -q 'authentication failed' "$BRAND_RUN/psql.err"; then
            die "PostgreSQL on $PGHOST refuses the password of $PGUSER: see \"Rotate secrets\" in docs/production.md."
        fi
        ((tries-- > 0)) || die "no answer from PostgreSQL on $PGHOST:$PGPORT: $(tail -n1 "$BRAND_RUN/psql.err")"
        sleep 1
    done
}

database_tool() {
    "$BRAND_PYTHON" -W ignore "$BRAND_HOME/config/production/odoo/database.py" "$@"
}

odoo_server() {
    # shellcheck disable=SC2086
    exec ${ODOO_BIN:-odoo} server -c "$ODOO_RC" "$@"
}

case $job in
web)
    wait_for_database
    database_tool check
    odoo_server --workers="${BRAND_WEB_WORKERS:-6}" --max-cron-threads=0 "$@"
    ;;
cron)
    wait_for_database
    database_tool check
    odoo_server --workers=0 --max-cron-threads="${BRAND_CRON_THREADS:-2}" "$@"
    ;;
setup)
    read_secret BRAND_ADMIN_LOGIN_PASSWORD
    wait_for_database
    export BRAND_UPLOAD_REQUEST_MIB
    BRAND_ADMIN_LOGIN_PASSWORD=${BRAND_ADMIN_LOGIN_PASSWORD:-} \
        BRAND_ADMIN_LOGIN_PROBLEM=$(secret_problem "${BRAND_ADMIN_LOGIN_PASSWORD:-}") \
        database_tool setup "$@"
    ;;
check)
    wait_for_database
    database_tool check
    ;;
backup)
    wait_for_database
    exec "$BRAND_HOME/scripts/backup.sh" "$@" "$BRAND_DATABASE"
    ;;
backup-daily)
    wait_for_database
    exec "$BRAND_HOME/config/production/backup/daily.sh" "$BRAND_DATABASE"
    ;;
restore)
    wait_for_database
    exec "$BRAND_HOME/scripts/restore.sh" "$@"
    ;;
shell)
    wait_for_database
    # shellcheck disable=SC2086
    exec ${ODOO_BIN:-odoo} shell -c "$ODOO_RC" -d "$BRAND_DATABASE" --no-http "$@"
    ;;
*)
    die "unknown job \"$job\": use web, cron, setup, check, backup, backup-daily, restore or shell."
    ;;
esac
