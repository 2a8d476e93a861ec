#!/bin/bash
# Back up one Odoo database and its filestore.
#
#   backup.sh [--dir DIR] [--filestore DIR] [--keep-days N] DATABASE
#
#   --dir        where backups go              (BRAND_BACKUP_DIR, default /var/lib/brand/backups)
#   --filestore  the filestore of all databases (BRAND_FILESTORE, default /var/lib/odoo/filestore)
#   --keep-days  delete older backups; 0 keeps all       (BRAND_BACKUP_KEEP_DAYS, default 30)
#
# The server is named as usual: PGHOST, PGPORT, PGUSER; the password is POSTGRES_PASSWORD or
# POSTGRES_PASSWORD_FILE, or a PGPASSFILE. No root is needed, only the right to read the filestore.
#
# A backup is a folder DIR/DATABASE/<UTC time> with
#   database.dump     pg_dump -Fc        filestore.tar.gz   the files of this database
#   manifest.txt      what it is         SHA256SUMS         of the three above
# It is written under another name and renamed when complete: a folder with a time for a name is a
# whole backup. The list of files that the database needs is read in the snapshot that is dumped;
# a file that is missing is counted in the manifest and reported.
# Exit: 0 done, 1 failed, 3 done but files are missing, 78 refused.
set -euo pipefail
umask 077

PROGRAM=backup
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=config/production/lib/secrets.sh
. "$here/../config/production/lib/secrets.sh"

say() { printf 'backup: %s\n' "$*"; }
fail() {
    printf 'backup: %s\n' "$*" >&2
    exit 1
}

backup_dir=${BRAND_BACKUP_DIR:-/var/lib/brand/backups}
filestore=${BRAND_FILESTORE:-/var/lib/odoo/filestore}
keep_days=${BRAND_BACKUP_KEEP_DAYS:-30}
database=
while (($#)); do
    case $1 in
    --dir) backup_dir=${2:?--dir needs a folder} && shift 2 ;;
    --filestore) filestore=${2:?--filestore needs a folder} && shift 2 ;;
    --keep-days) keep_days=${2:?--keep-days needs a number} && shift 2 ;;
    -h | --help) sed -n '2,/^set -/{/^set -/d;s/^# \{0,1\}//p}' "$0" && exit ;;
    -*) die "unknown option $1, see --help." ;;
    *)
        [[ -z $database ]] || die 'name one database only.'
        database=$1 && shift
        ;;
    esac
done
[[ $database =~ ^[A-Za-z0-9][A-Za-z0-9._-]*$ ]] || die 'name the database to back up, see --help.'
[[ $keep_days =~ ^[0-9]+$ ]] || die "--keep-days must be a whole number of days, not \"$keep_days\"."
require_database_access

target_dir=$backup_dir/$database
mkdir -p "$target_dir" 2>/dev/null && [[ -w $target_dir ]] ||
    die "cannot write to $target_dir as uid $(id -u): make the backup folder writable for this user."
exec 9>"$target_dir/.lock"
flock -n 9 || fail "another backup of $database is running."

stamp=$(date -u +%Y-%m-%dT%H%M%SZ)
while [[ -e $target_dir/$stamp ]]; do # made within this second
    sleep 0.2
    stamp=$(date -u +%Y-%m-%dT%H%M%SZ)
done
final=$target_dir/$stamp
partial=$target_dir/.partial-$stamp-$$
mkdir "$partial"

psql_pid=
cleanup() {
    [[ -z $psql_pid ]] || kill "$psql_pid" 2>/dev/null || true
    rm -rf -- "$partial"
}
trap cleanup EXIT
trap 'exit 143' TERM INT HUP

query() { psql -XAtq -v ON_ERROR_STOP=1 -d "$database" -c "$1"; }
server=$(query 'show server_version') || fail "cannot open the database $database."
dump_version=$(pg_dump --version | sed 's/^[^0-9]*//; s/ .*//')
((${dump_version%%.*} >= ${server%%.*})) ||
    fail "pg_dump $dump_version is older than the server ($server): install PostgreSQL's tools ${server%%.*}."

# One snapshot for the dump and for the list of files it needs: a session keeps it open meanwhile.
coproc SNAPSHOT { exec psql -XAtq -v ON_ERROR_STOP=1 -d "$database" 2>"$partial/psql.err"; }
psql_pid=$SNAPSHOT_PID
ask=${SNAPSHOT[1]} answer=${SNAPSHOT[0]}
echo 'begin isolation level repeatable read read only; select pg_export_snapshot();' >&"$ask"
read -r snapshot <&"$answer" || fail "cannot take a snapshot: $(tail -n1 "$partial/psql.err")"
echo "select coalesce(to_regclass('public.ir_attachment')::text, 'none');" >&"$ask"
read -r attachments <&"$answer" || fail "cannot read the snapshot: $(tail -n1 "$partial/psql.err")"
: >"$partial/needed"
if [[ $attachments != none ]]; then
    echo "\\copy (select distinct store_fname from public.ir_attachment where store_fname <> '' order by 1) to '$partial/needed'" >&"$ask"
fi
echo "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname = 'public';" >&"$ask"
read -r tables <&"$answer" || fail "cannot read the snapshot: $(tail -n1 "$partial/psql.err")"
collate=$(query 'select datcollate from pg_database where datname = current_database()')

started=$SECONDS
pg_dump -Fc --snapshot="$snapshot" --no-owner --no-privileges -f "$partial/database.dump" "$database" ||
    fail "pg_dump of $database failed."
echo 'rollback;' >&"$ask"
exec {ask}>&-
wait "$psql_pid" 2>/dev/null || true
psql_pid=

# Files in a filestore never change, they come and go: "removed before we read it" (status 1) is no
# damage, whatever the dump needs is checked below. Symbolic links and devices are none of Odoo's.
mkdir "$partial/empty"
source=$filestore/$database
[[ -d $source ]] || source=$partial/empty
set +e
tar --create --file - --directory "$source" --exclude=./checklist --sort=name --warning=no-file-removed \
    --owner=0 --group=0 --numeric-owner . | gzip -1 >"$partial/filestore.tar.gz"
status=("${PIPESTATUS[@]}")
set -e
((status[0] <= 1)) || fail "reading the filestore $source failed."
((status[1] == 0)) || fail "writing $partial/filestore.tar.gz failed."
tar --list --gzip --file "$partial/filestore.tar.gz" >"$partial/all" || fail 'the archive just written cannot be read.'
sed -n 's|^\./||; /[^/]$/p' "$partial/all" | LC_ALL=C sort >"$partial/have"
LC_ALL=C sort -o "$partial/needed" "$partial/needed"
missing=$(LC_ALL=C comm -23 "$partial/needed" "$partial/have" | wc -l)
files=$(wc -l <"$partial/have")
((missing == 0)) || LC_ALL=C comm -23 "$partial/needed" "$partial/have" >"$partial/missing-files.txt"

cat >"$partial/manifest.txt" <<MANIFEST
format=1
database=$database
created=$stamp
server_version=$server
pg_dump_version=$dump_version
lc_collate=$collate
tables=$tables
filestore_files=$files
missing_files=$missing
database_bytes=$(stat -c %s "$partial/database.dump")
filestore_bytes=$(stat -c %s "$partial/filestore.tar.gz")
MANIFEST
rm -rf -- "$partial/needed" "$partial/have" "$partial/all" "$partial/empty" "$partial/psql.err"
(cd "$partial" && sha256sum -- database.dump filestore.tar.gz manifest.txt >SHA256SUMS)
pg_restore --list "$partial/database.dump" >/dev/null || fail 'the dump just written cannot be read.'
sync "$partial"/* "$partial"
mv -T -- "$partial" "$final"
sync "$target_dir"
say "$final: $tables tables, $files files, $(du -sh "$final" | cut -f1), $((SECONDS - started)) s"

# Only folders named by this script, never the newest, which is the one just made.
if ((keep_days > 0)); then
    limit=$(date -u -d "-$keep_days days" +%Y-%m-%dT%H%M%SZ)
    for old in "$target_dir"/[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9][0-9][0-9][0-9][0-9]Z; do
        [[ -d $old && $old != "$final" && ${old##*/} < $limit ]] || continue
        rm -rf -- "$old"
        say "deleted ${old##*/}, older than $keep_days days"
    done
fi
# What a killed backup left behind: the lock is ours, so nobody is writing there.
for old in "$target_dir"/.partial-*; do
    [[ ! -d $old ]] || rm -rf -- "$old"
done

if ((missing > 0)); then
    say "WARNING: $missing files that the database names are not in the filestore, see missing-files.txt" >&2
    exit 3
fi
