#!/bin/bash
# Restore a backup made by backup.sh into a new database.
#
#   restore.sh [--force] [--neutralize] [--filestore DIR] [--jobs N] BACKUP DATABASE
#   restore.sh --verify BACKUP
#
#   BACKUP        a folder that backup.sh made, or "latest:NAME" for the newest one of database NAME
#                 (looked for in BRAND_BACKUP_DIR, default /var/lib/brand/backups)
#   DATABASE      the database to make; it must not exist
#   --force       replace an existing database and its filestore, after everything was restored
#   --neutralize  switch off mail, scheduled jobs and payment providers: for a copy to test with
#   --filestore   the filestore of all databases (BRAND_FILESTORE, default /var/lib/odoo/filestore)
#   --verify      only check that the backup is whole
#
# Everything is restored under temporary names first. Until the last step, which renames, an
# existing database is untouched; when anything fails, what was made is removed again.
# Exit: 0 done, 1 failed, 78 refused.
set -euo pipefail
umask 077

PROGRAM=restore
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=config/production/lib/secrets.sh
. "$here/../config/production/lib/secrets.sh"

say() { printf 'restore: %s\n' "$*"; }
fail() {
    printf 'restore: %s\n' "$*" >&2
    exit 1
}

force='' neutralize='' verify_only=''
jobs=2
filestore=${BRAND_FILESTORE:-/var/lib/odoo/filestore}
words=()
while (($#)); do
    case $1 in
    --force) force=1 && shift ;;
    --neutralize) neutralize=1 && shift ;;
    --verify) verify_only=1 && shift ;;
    --filestore) filestore=${2:?--filestore needs a folder} && shift 2 ;;
    --jobs) jobs=${2:?--jobs needs a number} && shift 2 ;;
    -h | --help) sed -n '2,/^set -/{/^set -/d;s/^# \{0,1\}//p}' "$0" && exit ;;
    -*) die "unknown option $1, see --help." ;;
    *) words+=("$1") && shift ;;
    esac
done
backup=${words[0]:-}
database=${words[1]:-}
[[ -n $backup ]] || die 'name the backup to restore, see --help.'
[[ $jobs =~ ^[1-9][0-9]*$ ]] || die "--jobs must be a positive number, not \"$jobs\"."
if [[ $backup == latest:* ]]; then
    folder=${BRAND_BACKUP_DIR:-/var/lib/brand/backups}/${backup#latest:}
    backup=$(find "$folder" -mindepth 1 -maxdepth 1 -type d -name '20*Z' 2>/dev/null | sort | tail -n1) || true
    [[ -n $backup ]] || die "there is no backup in $folder."
fi

# 1. Is it whole? Nothing is touched before this is known.
[[ -d $backup ]] || die "$backup is not a folder made by backup.sh."
for file in SHA256SUMS manifest.txt database.dump filestore.tar.gz; do
    [[ -f $backup/$file ]] || die "$backup has no $file: it is not a whole backup."
done
[[ $(cut -d' ' -f3 "$backup/SHA256SUMS" | sort | xargs) == 'database.dump filestore.tar.gz manifest.txt' ]] ||
    die "$backup/SHA256SUMS does not list exactly the three files of a backup."
report=$(cd "$backup" && LC_ALL=C sha256sum --check --strict --quiet SHA256SUMS 2>/dev/null) ||
    die "the backup is damaged, these files are not what was written: $(sed -n 's/: FAILED.*//p' <<<"$report" | xargs). Nothing was restored."
value() { sed -n "s/^$1=//p" "$backup/manifest.txt"; }
[[ $(value format) == 1 ]] || die "the format of this backup is \"$(value format)\", this script knows 1."
say "$backup is whole: database $(value database), $(value created), $(value filestore_files) files"
[[ -z $verify_only ]] || exit 0

# 2. May it be restored here?
[[ $database =~ ^[A-Za-z0-9][A-Za-z0-9._-]{0,50}$ ]] || die 'name the database to make, see --help.'
require_database_access
query() { psql -XAtq -v ON_ERROR_STOP=1 -d "${2:-postgres}" -c "$1"; }
exists() { [[ $(query "select count(*) from pg_database where datname = '$1'") == 1 ]]; }
server=$(query 'show server_version') || fail 'cannot reach PostgreSQL.'
major=$(value server_version)
((${server%%.*} >= ${major%%.*})) ||
    die "the backup comes from PostgreSQL $major, this server is $server, which is older."
tool=$(pg_restore --version | sed 's/^[^0-9]*//; s/ .*//')
made_by=$(value pg_dump_version)
((${tool%%.*} >= ${made_by%%.*})) ||
    die "pg_restore $tool is older than the pg_dump ($made_by) that made the backup."
if exists "$database" && [[ -z $force ]]; then
    die "the database $database exists already. Choose another name, or --force to replace it."
fi
if [[ -e $filestore/$database && -z $force ]]; then
    die "a filestore $filestore/$database exists already. Choose another name, or --force to replace it."
fi
mkdir -p "$filestore" 2>/dev/null && [[ -w $filestore ]] ||
    die "cannot write to $filestore as uid $(id -u)."

# 3. Everything under temporary names.
temporary=${database:0:40}--restoring-$$
new_files=$filestore/.restoring-$database-$$
old_files=$filestore/.replaced-$database-$$
old_database=${database:0:40}--replaced-$$
# A session that is just ending can still be in the way, even of --force.
drop_for_sure() {
    local try
    for try in 1 2 3 4 5; do
        dropdb --if-exists --force "$1" 2>"$new_files.drop" >&2 && break
        ((try < 5)) || say "please drop the database $1: $(tail -n1 "$new_files.drop")" >&2
        sleep 1
    done
    rm -f -- "$new_files.drop"
}
done_renaming=''
cleanup() {
    local status=$?
    if [[ -z $done_renaming ]]; then
        if exists "$old_database" 2>/dev/null && ! exists "$database"; then
            query "alter database \"$old_database\" rename to \"$database\"" || true
        fi
        query "alter database \"$database\" with allow_connections true" >/dev/null 2>&1 || true
        drop_for_sure "$temporary"
        rm -rf -- "$new_files"
        if [[ -d $old_files && ! -e $filestore/$database ]]; then
            mv -T -- "$old_files" "$filestore/$database"
        fi
        ((status == 0)) || printf 'restore: nothing was changed, the temporary copy is removed\n' >&2
    fi
}
trap cleanup EXIT
trap 'exit 143' TERM INT HUP

createdb --template=template0 --encoding=UTF8 --lc-collate="$(value lc_collate)" "$temporary"
pg_restore --exit-on-error --no-owner --no-privileges --jobs="$jobs" --dbname="$temporary" \
    "$backup/database.dump" || fail 'pg_restore failed.'
tables=$(query "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname = 'public'" "$temporary")
[[ $tables == "$(value tables)" ]] ||
    fail "the restored database has $tables tables, the backup had $(value tables)."
mkdir "$new_files"
tar --extract --gzip --file "$backup/filestore.tar.gz" --directory "$new_files" --no-same-owner ||
    fail 'unpacking the filestore failed.'
files=$(find "$new_files" -type f | wc -l)
[[ $files == "$(value filestore_files)" ]] ||
    fail "the restored filestore has $files files, the backup had $(value filestore_files)."

# 4. A copy for tests must be harmless before it gets its name.
if [[ -n $neutralize ]]; then
    read -ra command <<<"${ODOO_BIN:-odoo} neutralize"
    [[ -z ${ODOO_RC:-} ]] || command+=(-c "$ODOO_RC")
    "${command[@]}" -d "$temporary" >"$new_files.log" 2>&1 || {
        tail -n 20 "$new_files.log" >&2
        rm -f -- "$new_files.log"
        fail 'odoo neutralize failed.'
    }
    rm -f -- "$new_files.log"
    [[ $(query "select value from ir_config_parameter where key = 'database.is_neutralized'" "$temporary") == [Tt]rue ]] ||
        fail 'odoo neutralize ended, but the database is not neutralised.'
    query "update ir_config_parameter set value = gen_random_uuid()::text where key = 'database.uuid'" "$temporary"
fi

# 5. Names change at the end, in an order that cleanup can undo; what was there goes last.
if exists "$database"; then
    query "alter database \"$database\" with allow_connections false"
    query "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = '$database'" >/dev/null
    query "alter database \"$database\" rename to \"$old_database\""
fi
if [[ -e $filestore/$database ]]; then
    mv -T -- "$filestore/$database" "$old_files"
fi
query "alter database \"$temporary\" rename to \"$database\""
mv -T -- "$new_files" "$filestore/$database"
done_renaming=1
drop_for_sure "$old_database"
rm -rf -- "$old_files"
say "database $database: $tables tables, $files files${neutralize:+, neutralised}"
