"""The register of certificates as open data: a file of all that a filter finds, and what it means."""

import hashlib

from odoo import api, fields, models
from odoo.tools import SQL

from ..scheme import open_data, workdays
from .ir_actions_report import PAPER_LANG

# Beyond this the file is asked for by city, programme or status; a city has fewer
MAX_ROWS = 60_000
_CHUNK = 1000


class ResCompany(models.Model):
    _inherit = "res.company"

    open_data_terms = fields.Text(
        "Terms of the Open Data",
        translate=True,
        help="Under which terms anybody may use the list of certificates, such as the licence of"
        " the city's data portal. Left empty, a general sentence stands there.",
    )

    def _open_data_terms(self):
        """Terms of use in the reader's language."""
        self.ensure_one()
        # sudo: published beside the data
        return self.sudo().open_data_terms or self.env._(
            "Free of charge, also for business, if the source and the date of state are named and"
            " nothing is changed in meaning. The status counts as of that date: before relying on"
            " a certificate, verify it online."
        )


class BrandCertificate(models.Model):
    _inherit = "brand.certificate"

    @api.model
    def _open_data_env(self):
        """The data set is the same for every reader: in Chinese where it is installed."""
        installed = dict(self.env["res.lang"].get_installed())
        lang = PAPER_LANG if PAPER_LANG in installed else self.env.lang
        # sudo: the register is public; what is told is limited by open_data.COLUMNS
        return self.sudo().with_context(lang=lang, tz="Asia/Shanghai", prefetch_langs=False)

    @api.model
    def _open_data_state(self, domain):
        """``(rows, moment of the last change, tag)`` of what a filter finds, by two small queries.

        The moment is not before today's first one, as a status follows the dates. The tag changes
        whenever a byte of the file could: with the certificates and their events, with what is
        named in them, with the day and with the columns.
        """
        certificates = self._open_data_env()
        [(count, changed, newest)] = certificates._read_group(
            domain, [], ["__count", "write_date:max", "id:max"]
        )
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """SELECT max(write_date), (SELECT max(id) FROM brand_certificate_event) FROM (
                    SELECT max(write_date) AS write_date FROM brand_program
                    UNION ALL SELECT max(write_date) FROM brand_program_level
                    UNION ALL SELECT max(write_date) FROM brand_district
                    UNION ALL SELECT max(write_date) FROM res_company
                    UNION ALL SELECT max(partner.write_date)
                        FROM brand_body body JOIN res_partner partner ON partner.id = body.partner_id
                ) AS named"""
            )
        )
        named, event = self.env.cr.fetchone()
        today = self.env["brand.workday"]._today()
        midnight = workdays.start_of_day(today)
        moment = max(filter(None, (changed, named, midnight)))
        parts = (count, newest, changed, named, event, today, *open_data.COLUMNS)
        tag = hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:32]
        return count, moment.replace(microsecond=0), tag

    @api.model
    def _open_data_csv(self, domain):
        """The file's bytes, the oldest number first. Memory: the file and a thousand rows.

        :raises ValueError: if there are more rows than one file may have
        """
        certificates = self._open_data_env()
        ids = certificates._search(
            domain, order="company_id, number, version, id", limit=MAX_ROWS + 1
        ).get_result_ids()
        if len(ids) > MAX_ROWS:
            raise ValueError(f"more than {MAX_ROWS} rows")
        base = certificates.get_base_url()
        parts = [open_data.csv_head()]
        for start in range(0, len(ids), _CHUNK):
            chunk = certificates.browse(ids[start : start + _CHUNK])
            parts.append(open_data.csv_lines(chunk._open_data_rows(base)))
            chunk.invalidate_recordset()
        return b"".join(parts)

    def _open_data_rows(self, base):
        """One dict a certificate with the columns of the file."""
        self.company_id.fetch(["name"])
        return [
            {**values, "city": certificate.company_id.name, "url": f"{base}{values['path']}"}
            for certificate, values in zip(self, self._public_summary(), strict=True)
        ]
