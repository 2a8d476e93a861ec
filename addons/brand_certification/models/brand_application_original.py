"""Where the sealed paper original and what was handed in online differ: the original rules."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .brand_application import OPEN_STATES

_OFFICER = "brand_certification.group_officer"


class BrandApplicationDifference(models.Model):
    """One place in which the sealed original says something else than the file online. Append-only.

    Nothing of the file is changed by it: the submission stays as it was handed in, and whoever reads
    the file sees what the original says instead.
    """

    _name = "brand.application.difference"
    _description = "Difference from the Sealed Original"
    _inherit = ["brand.append.only.mixin"]
    _order = "application_id, id"
    _rec_name = "subject"

    application_id = fields.Many2one(
        "brand.application", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="application_id.company_id", store=True)
    district_id = fields.Many2one(related="application_id.district_id", store=True)
    subject = fields.Char(
        "Where", required=True, help="Document and page, or question of the form."
    )
    electronic = fields.Text("Online It Says", required=True)
    original = fields.Text("The Sealed Original Says", required=True, help="This rules.")
    date = fields.Date("Noted on", required=True)
    user_id = fields.Many2one("res.users", "Noted by", required=True)


class BrandApplication(models.Model):
    _inherit = "brand.application"

    difference_ids = fields.One2many(
        "brand.application.difference",
        "application_id",
        "Differences from the Sealed Original",
        readonly=True,
    )

    def action_note_difference(self, subject, electronic, original):
        """Note that the sealed original says something else; it rules, and the enterprise is told.

        :param subject: document and page, or question of the form
        :param electronic: what was handed in online
        :param original: what the sealed original says
        :raises AccessError: for others than officers
        :raises UserError: for a draft or a closed file, or where nothing differs
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(_OFFICER):
            raise AccessError(self.env._("The officer compares the file with its original."))
        if self.state not in OPEN_STATES or self.state == "draft":
            raise UserError(
                self.env._("Only a file in work is compared: %s", self._names_with_state())
            )
        given = [(text or "").strip() for text in (subject, electronic, original)]
        if not all(given):
            raise UserError(self.env._("Say where they differ, and what each of the two says."))
        subject, electronic, original = given
        if electronic == original:
            raise UserError(self.env._("Both say the same: there is nothing to note."))
        # sudo: rows are written by this action only, after the check of the role
        self.env["brand.application.difference"].sudo().create(
            {
                "application_id": self.id,
                "subject": subject,
                "electronic": electronic,
                "original": original,
                "date": self.env["brand.workday"]._today(),
                "user_id": self.env.uid,
            }
        )
        self._tell_applicant(
            self.env._("The sealed original differs from what you handed in online; it rules:"),
            [self._difference_text(subject, electronic, original)],
        )
        return True

    @api.model
    def _difference_text(self, subject, electronic, original):
        return self.env._(
            "%(subject)s: online “%(electronic)s”, in the original “%(original)s”",
            subject=subject,
            electronic=electronic,
            original=original,
        )

    def _difference_texts(self):
        """For whoever reads the file in the portal: what the original says instead."""
        self.ensure_one()
        # sudo: the same for everybody who may read the file
        return [
            self._difference_text(row.subject, row.electronic, row.original)
            for row in self.sudo().difference_ids
        ]
