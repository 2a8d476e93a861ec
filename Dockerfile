# The image of Odoo's jobs: web, cron, setup, backup, restore (see config/production/odoo/entrypoint.sh).
ARG ODOO_IMAGE=odoo
ARG ODOO_TAG=19.0
FROM ${ODOO_IMAGE}:${ODOO_TAG}

# The official image ends as the user odoo; installing needs root, running does not. Users go by
# name: the number of odoo is the official image's business.
# hadolint ignore=DL3066
USER root
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]

# WeasyPrint draws with Pango; certificates are set in Noto Serif CJK. The versions are those of the
# release that ODOO_TAG stands on, so that security updates come with every build.
# hadolint ignore=DL3008
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        fonts-noto-cjk \
        libharfbuzz-subset0 \
        libpango-1.0-0 \
        libpangoft2-1.0-0 \
        python3-cffi \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/*

COPY requirements-odoo-addons.txt /opt/brand/
RUN python3 -m pip install --no-cache-dir --no-deps --no-compile --break-system-packages \
        -r /opt/brand/requirements-odoo-addons.txt \
    && python3 -c 'import chinese_calendar, cn2an, openpyxl, qrcode, stdnum.cn.uscc, weasyprint; \
weasyprint.HTML(string="<p style=\"font-family: Noto Serif CJK SC\">&#21697;&#29260;</p>").write_pdf("/dev/null")'

# Our files belong to root and cannot be changed by what runs.
COPY addons /opt/brand/addons
COPY config/production /opt/brand/config/production
COPY scripts/backup.sh scripts/restore.sh /opt/brand/scripts/
RUN install -d -o odoo -g odoo -m 0700 /var/lib/brand /var/lib/brand/backups \
    && python3 -m compileall -q /opt/brand/addons

ENV BRAND_HOME=/opt/brand \
    HOME=/var/lib/odoo \
    PYTHONDONTWRITEBYTECODE=1 \
    TZ=Asia/Shanghai

# hadolint ignore=DL3066
USER odoo
VOLUME ["/var/lib/odoo", "/var/lib/brand/backups"]
EXPOSE 8069 8072
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
    CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8069/web/health"]
ENTRYPOINT ["/opt/brand/config/production/odoo/entrypoint.sh"]
CMD ["web"]
