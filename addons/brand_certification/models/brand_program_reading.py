"""A programme that stands under one answer to an open question, and earlier schemes."""

from odoo import api, fields, models


class BrandProgram(models.Model):
    """Where a policy text can be read in two ways, each reading is a version of its own.

    Only the version that the city's ruling chooses can be opened.
    """

    _inherit = "brand.program"

    _write_windows = {"ruling_code": ("draft",), "ruling_choice": ("draft",)}

    ruling_code = fields.Char(
        "Open Question",
        help="Number of the question on which this version depends, such as A16. Empty: on none.",
    )
    ruling_choice = fields.Char(
        "Holds if Ruled", help="The answer under which this version may be opened."
    )
    is_legacy = fields.Boolean(
        "Earlier Scheme",
        help="Takes no applications: its certificates are registered, to be converted.",
    )

    @api.depends("ruling_code", "ruling_choice", "is_legacy")
    def _compute_missing_text(self):
        return super()._compute_missing_text()

    def _missing(self):
        """What a programme lacks before it can open, and the ruling that chooses it."""
        missing = super()._missing()
        if self.is_legacy:
            return [self.env._("an earlier scheme takes no applications")]
        if self.ruling_code:
            missing += self._ruling_problems()
        return missing

    def _ruling_problems(self):
        today = self.env["brand.workday"]._today()
        ruling = self.env["brand.ruling"]._in_force(self.company_id, today).get(self.ruling_code)
        if not ruling:
            return [
                self.env._(
                    "a ruling on the open question %s, on which this version depends",
                    self.ruling_code,
                )
            ]
        if self.ruling_choice in ruling._answers():
            return []
        return [
            self.env._(
                "another version: %(question)s was ruled “%(choice)s” (%(document)s)",
                question=self.ruling_code,
                choice=ruling.choice,
                document=ruling.document_no,
            )
        ]


class BrandRuling(models.Model):
    _inherit = "brand.ruling"

    def _answers(self):
        """The answers of one ruling: several are joined with ``+``."""
        self.ensure_one()
        return tuple(part.strip() for part in (self.choice or "").split("+") if part.strip())
