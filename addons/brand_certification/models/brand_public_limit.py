import hashlib
from datetime import timedelta

from odoo import api, fields, models


class BrandPublicLimit(models.Model):
    """How often one address has sent a public form lately. Keeps a hash of the address, for a day."""

    _name = "brand.public.limit"
    _description = "Limit of Public Forms"
    _rec_name = "key"

    key = fields.Char(required=True)
    since = fields.Datetime(required=True)
    count = fields.Integer(required=True)

    _key_unique = models.Constraint("UNIQUE (key)", "This address is counted already.")

    @api.model
    def _allows(self, form, address, times, hours=1):
        """Count one more sending of ``form`` from ``address``; whether it is within the limit.

        :param times: how many are taken within ``hours``
        """
        # sudo: the secret only makes the hash useless to whoever reads the table
        secret = self.env["ir.config_parameter"].sudo().get_param("database.secret", "")
        key = hashlib.sha256(f"{form}|{address}|{secret}".encode()).hexdigest()
        now = fields.Datetime.now()
        # one statement, so that two sendings at once are two
        self.env.cr.execute(
            """
            INSERT INTO brand_public_limit AS l (key, since, count) VALUES (%(key)s, %(now)s, 1)
            ON CONFLICT (key) DO UPDATE SET
                count = CASE WHEN l.since < %(start)s THEN 1 ELSE l.count + 1 END,
                since = CASE WHEN l.since < %(start)s THEN %(now)s ELSE l.since END
            RETURNING count
            """,
            {"key": key, "now": now, "start": now - timedelta(hours=hours)},
        )
        return self.env.cr.fetchone()[0] <= times

    @api.autovacuum
    def _forget(self):
        day_ago = fields.Datetime.now() - timedelta(days=1)
        # sudo: nobody reads this table
        self.sudo().search([("since", "<", day_ago)]).unlink()
