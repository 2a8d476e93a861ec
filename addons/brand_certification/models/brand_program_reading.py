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
    ruling_answer_id = fields.Many2one(
        "brand.ruling.answer",
        "Holds if Ruled So",
        compute="_compute_ruling_answer_id",
        inverse="_inverse_ruling_answer_id",
        domain="[('code', '=', ruling_code), ('company_id', '=', company_id)]",
        help="The answer under which this version may be opened, in words.",
    )
    is_legacy = fields.Boolean(
        "Earlier Scheme",
        help="Takes no applications: its certificates are registered, to be converted.",
    )

    @api.depends("ruling_code", "ruling_choice", "company_id")
    def _compute_ruling_answer_id(self):
        for program in self:
            answers = self.env["brand.ruling.answer"]._of(program.company_id, program.ruling_code)
            program.ruling_answer_id = answers.filtered(
                lambda a, p=program: a.key == p.ruling_choice
            )

    @api.onchange("ruling_answer_id")
    def _inverse_ruling_answer_id(self):
        for program in self.filtered("ruling_answer_id"):
            program.ruling_choice = program.ruling_answer_id.key

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
        words = self.env["brand.ruling.answer"]._words
        if not ruling:
            return [
                self.env._(
                    "a ruling on the open question %(question)s; this version holds if it is ruled"
                    " “%(answer)s”",
                    question=self.ruling_code,
                    answer=words(self.company_id, self.ruling_code, [self.ruling_choice]),
                )
            ]
        if self.ruling_choice in ruling._answers():
            return []
        return [
            self.env._(
                "another version: %(question)s was ruled “%(choice)s” (%(document)s)",
                question=self.ruling_code,
                choice=words(self.company_id, self.ruling_code, ruling._answers()),
                document=ruling.document_no,
            )
        ]
