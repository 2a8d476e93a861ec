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
            self._paper_term(values),
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

    def _paper_term(self, values):
        _, date = self.env._, self.env["ir.actions.report"]._paper_date
        if not values["date_end"]:
            return _(
                "Term of the notice: %s working days from the day after its publication.",
                values["days"],
            )
        # The day of publication itself does not count (民法典 201)
        calendar = self.env["brand.workday"]._calendar()
        first = calendar.add_working_days(values["date_published"], 1).date
        text = _(
            "Term of the notice: %(days)s working days, from %(first)s to %(last)s, 24:00.",
            days=values["days"],
            first=date(first),
            last=date(values["date_end"]),
        )
        if values["is_provisional"]:
            text += _(
                "The calendar of that year is not yet published: the last day is provisional."
            )
        return text
