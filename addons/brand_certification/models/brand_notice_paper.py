from odoo import models


class BrandNotice(models.Model):
    """The notice as an official paper."""

    _inherit = "brand.notice"

    def _paper_values(self):
        """What stands on the paper: the public values, and its text in paragraphs.

        :raises AccessError: for somebody who may not read the notice
        """
        self.ensure_one()
        self.check_access("read")
        values = self._public_values()
        return {**values, "paragraphs": self._paper_paragraphs(values)}

    def _paper_paragraphs(self, values):
        _ = self.env._
        own = [line.strip() for line in values["introduction"].splitlines() if line.strip()]
        paragraphs = own or [
            _(
                "After application, examination and evaluation, %s items are proposed. They are"
                " announced as listed below, so that the public can look at them and object.",
                values["count"],
            )
        ]
        paragraphs += [
            values["term_words"],
            _(
                "Whoever objects may do so within this term, in writing and with the real name, a"
                " way to be reached and the evidence; units add their seal. Anonymous or late"
                " letters are kept as clues."
            ),
            _("Office that receives objections: %s", values["office"]),
        ]
        if values["office_address"]:
            paragraphs.append(_("Address of the office: %s", values["office_address"]))
        paragraphs.append(_("Phone of the office: %s", values["office_phone"]))
        paragraphs.append(_("Phone of discipline and supervision: %s", values["discipline_phone"]))
        return paragraphs
