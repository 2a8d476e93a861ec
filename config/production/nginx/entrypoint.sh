#!/bin/bash
# Write nginx's configuration from its template and the environment, check it, start nginx.
# Arguments go to nginx: -t only checks.
set -euo pipefail

PROGRAM='brand nginx'
BRAND_HOME=${BRAND_HOME:-/opt/brand}
# shellcheck source=config/production/lib/secrets.sh
. "$BRAND_HOME/config/production/lib/secrets.sh"
# shellcheck source=config/production/limits.env
. "$BRAND_HOME/config/production/limits.env"

: "${BRAND_NGINX_RUN:=/run/nginx}" "${BRAND_NGINX_CONF:=$BRAND_HOME/config/production/nginx}"
: "${BRAND_NGINX_WORKERS:=auto}" "${BRAND_NGINX_MIME:=/etc/nginx/mime.types}"
: "${BRAND_NGINX_ACCESS_LOG:=/dev/stdout}" "${BRAND_NGINX_ERROR_LOG:=stderr}"
: "${BRAND_NGINX_HTTP_LISTEN:=8080}" "${BRAND_NGINX_HTTPS_LISTEN:=8443}"
: "${BRAND_NGINX_HEALTH_LISTEN:=127.0.0.1:8090}" "${BRAND_NGINX_ACME:=/var/lib/acme}"
: "${BRAND_ODOO_HTTP:=web:8069}" "${BRAND_ODOO_WEBSOCKET:=web:8072}"
: "${BRAND_NGINX_RESOLVER:=127.0.0.11}"
: "${BRAND_TLS_CERTIFICATE:=/run/secrets/tls_certificate}" "${BRAND_TLS_KEY:=/run/secrets/tls_key}"
: "${BRAND_TRUSTED_PROXY:=127.0.0.1}"
: "${BRAND_LOGIN_RATE:=30r/m}" "${BRAND_LOGIN_BURST:=30}"
: "${BRAND_PUBLIC_RATE:=10r/s}" "${BRAND_PUBLIC_BURST:=50}"
: "${BRAND_FILE_RATE:=6r/m}" "${BRAND_FILE_BURST:=10}"
: "${BRAND_RPC_RATE:=10r/s}" "${BRAND_RPC_BURST:=50}"

[[ ${BRAND_DOMAIN:-} =~ ^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$ ]] ||
    die 'refusing to start: BRAND_DOMAIN must be the host name of the site, such as brand.city.gov.cn.'
for file in "$BRAND_TLS_CERTIFICATE" "$BRAND_TLS_KEY"; do
    [[ -r $file ]] || die "refusing to start: cannot read $file, see \"TLS certificate\" in docs/production.md."
done

# nginx 1.25.1 made HTTP/2 a directive of its own; before, it was a word after "listen".
version=$(nginx -v 2>&1 | sed 's|.*nginx/||; s/[^0-9.].*//')
if [[ $(printf '%s\n' 1.25.1 "$version" | sort -V | head -n1) == 1.25.1 ]]; then
    export BRAND_NGINX_HTTP2_OLD='' BRAND_NGINX_HTTP2_NEW='http2 on;'
else
    export BRAND_NGINX_HTTP2_OLD=http2 BRAND_NGINX_HTTP2_NEW=''
fi

names=$(compgen -v BRAND_ | sed 's/.*/${&}/' | xargs)
while read -r name; do
    export "${name?}"
done < <(compgen -v BRAND_)
umask 077
mkdir -p "$BRAND_NGINX_RUN"
envsubst "$names" <"$BRAND_NGINX_CONF/nginx.conf.template" >"$BRAND_NGINX_RUN/nginx.conf"
# shellcheck disable=SC2016
left=$(grep -o '\${BRAND_[A-Z0-9_]*}' "$BRAND_NGINX_RUN/nginx.conf" | sort -u | xargs) || true
[[ -z $left ]] || die "refusing to start: the template has names without a value: $left."

exec nginx -e "$BRAND_NGINX_ERROR_LOG" -c "$BRAND_NGINX_RUN/nginx.conf" "$@"
