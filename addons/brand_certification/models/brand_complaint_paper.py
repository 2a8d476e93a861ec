from odoo import models
from odoo.exceptions import UserError


class BrandComplaint(models.Model):
    """The answer as a letter."""

    _inherit = "brand.complaint"

    def _paper_values(self):
        """What stands in the answer letter; the name of the complainant for its officers alone.

        :raises AccessError: for somebody who may not see who complains
        :raises UserError: before outcome and answer were written
        """
        self.ensure_one()
        self.check_access("read")
        self._check_field_access(self._fields["complainant_name"], "read")
        _ = self.env._
        if not ((self.answer or "").strip() and self.outcome):
            raise UserError(
                _(
                    "%(number)s has no answer yet. Enter the outcome and the answer to the complainant"
                    " under “Inquiry and Answer”, then print the letter.",
                    number=self.name,
                )
            )
        date = self.env["ir.actions.report"]._paper_date
        outcomes = dict(self._fields["outcome"]._description_selection(self.env))
        paragraphs = [
            _(
                "On %(day)s we received your letter on “%(subject)s”.",
                day=date(self.received_on),
                subject=self.subject_text,
            )
        ]
        paragraphs.append(_("Outcome of the inquiry: %s.", outcomes[self.outcome]))
        paragraphs += [line.strip() for line in self.answer.splitlines() if line.strip()]
        return {
            "title": _("Not Accepted: Notice to the Complainant")
            if self.outcome == "not_accepted"
            else _("Answer to Your Complaint"),
            "to": _("%s:", self.complainant_name or _("To the sender of the letter")),
            "paragraphs": paragraphs,
            "draft": ""
            if self.state == "closed"
            else _("Draft: it becomes the answer when the complaint is closed."),
        }
