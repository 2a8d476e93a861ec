# shellcheck shell=bash
# Reading and judging secrets. Sourced by the entrypoints and by the backup and restore scripts.
#
# A secret NAME comes from the file that NAME_FILE names (docker secrets), else from the variable
# NAME. A start is refused, with a sentence that says what to do, when it is missing, too short or
# guessable. No message ever shows a secret.

SECRET_MIN_LENGTH=16

# Words from which default and example passwords are made, alone or strung together.
SECRET_DEFAULT_WORDS='odoo|admin|administrator|postgres|postgresql|password|passwd|pass|secret|master'
SECRET_DEFAULT_WORDS+='|changeme|change|replace|me|this|please|default|example|sample|placeholder|test|demo'
SECRET_DEFAULT_WORDS+='|your|my|the|here|user|root|brand|db|database|letmein|welcome|qwerty|qwertyuiop|abc|abcdef|x+'

die() {
    printf '%s: %s\n' "${PROGRAM:-${0##*/}}" "$*" >&2
    exit 78 # EX_CONFIG: a supervisor should not try again before somebody repairs it
}

# read_secret NAME: put the secret into the variable NAME (not exported).
read_secret() {
    local name=$1 file_name="${1}_FILE" value
    local file=${!file_name:-}
    if [[ -n $file ]]; then
        [[ -z ${!name:-} ]] || die "$name and $file_name are both set: keep one of them."
        [[ -f $file ]] || die "$file_name names $file, which does not exist: create it, see docs/production.md."
        [[ -r $file ]] || die "$file_name names $file, which this user (uid $(id -u)) cannot read: give it mode 0444 inside a folder with mode 0700."
        value=$(<"$file")
        printf -v "$name" '%s' "$value"
    fi
}

# secret_problem VALUE: print why VALUE is no good as a password; print nothing if it will do.
secret_problem() {
    local value=$1 letters distinct
    if [[ -z $value ]]; then
        echo 'is missing or empty'
        return
    fi
    if [[ $value =~ [[:space:][:cntrl:]] ]]; then
        echo 'contains a space, a line break or a control character'
        return
    fi
    if ((${#value} < SECRET_MIN_LENGTH)); then
        echo "is shorter than $SECRET_MIN_LENGTH characters"
        return
    fi
    # What remains of a default such as Change-Me_123456 without its digits and signs.
    letters=$(LC_ALL=C tr -cd '[:alpha:]' <<<"${value,,}")
    if [[ $letters =~ ^($SECRET_DEFAULT_WORDS)*$ && ${#letters} -gt 0 ]]; then
        echo 'is a known default or an example'
        return
    fi
    distinct=$(fold -w1 <<<"$value" | sort -u | wc -l)
    if ((distinct < 8)); then
        echo 'repeats the same few characters'
        return
    fi
    if [[ $value =~ ^[0-9[:punct:]]+$ ]]; then
        echo 'is made of digits only'
    fi
}

# require_secret NAME: read it and refuse to go on if it is no good.
require_secret() {
    local name=$1 problem
    read_secret "$name"
    problem=$(secret_problem "${!name:-}")
    [[ -z $problem ]] || die "refusing to start: $name $problem." \
        "Make a new one, for example with: openssl rand -base64 24"
}

# require_different NAME NAME: two secrets must not be the same.
require_different() {
    [[ ${!1} != "${!2}" ]] || die "refusing to start: $1 and $2 are the same: give each its own value."
}

# require_database_access: for the tools of PostgreSQL. A password that is given must be a good one.
# None is needed where the entrypoint has written a password file, or where the server is reached
# through a local socket and knows the user by its system account.
require_database_access() {
    if [[ -z ${POSTGRES_PASSWORD+set}${POSTGRES_PASSWORD_FILE+set} ]]; then
        [[ ! -s ${PGPASSFILE:-} ]] || return 0
        [[ ${PGHOST:-/} != /* ]] || return 0
    fi
    require_secret POSTGRES_PASSWORD
    export PGPASSWORD=$POSTGRES_PASSWORD
}
