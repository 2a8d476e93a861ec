from odoo import models
from odoo.exceptions import UserError

from ..scheme.publishing import for_public


class BrandSurveillance(models.Model):
    """The result of a check as a letter to the holder (监督检查结果告知书)."""

    _inherit = "brand.surveillance"

    def _get_report_base_filename(self):
        self.ensure_one()
        return self.name

    def _letter_is_out(self, _report):
        """The result stands once the check has ended and its consequence was settled."""
        return self.state == "done" and self.approval != "waiting"

    def _paper_values(self):
        """What stands in the letter, as plain values.

        :raises AccessError: for somebody who may not read the check
        :raises UserError: before it has ended
        """
        self.ensure_one()
        self.check_access("read")
        _ = self.env._
        if self.state != "done":
            raise UserError(
                _("%s has not ended: its result is told once it has.", self.display_name)
            )
        # sudo: certificate, draw and inspectors of a check that the caller may read
        check = self.sudo()
        program, is_body = check.program_id, check.kind == "body"
        return {
            "title": _("Notice of the Result of a Check"),
            "holder": for_public(check.holder_name),
            "colon": _(": "),
            "opening": _(
                "Your certified product was checked. The result is told to you as follows."
            ),
            "facts": [(label, text) for label, text in check._paper_facts() if text],
            "findings": [
                _(
                    "%(number)s: %(fact)s (answer by %(day)s)",
                    number=one.name,
                    fact=one.fact,
                    day=day,
                )
                if day
                else _("%(number)s: %(fact)s", number=one.name, fact=one.fact)
                for one in check.finding_ids
                for day in [check._public_date(one.due_on) if one.due_on else ""]
            ],
            "closing": [
                _(
                    "Whoever does not agree tells the office named below in writing, with the"
                    " evidence. Findings are answered in the system by their day."
                ),
                _(
                    "Handled by: %(office)s, phone %(phone)s.",
                    office=program.office_name or check.company_id.name,
                    phone=program.office_phone or "",
                ),
            ],
            "office": check.body_id.name if is_body else check.company_id.name,
            "date": check.approved_on or check.done_on,
        }

    def _paper_facts(self):
        _ = self.env._
        words = {
            name: dict(self._fields[name]._description_selection(self.env)).get(self[name])
            for name in ("kind", "result", "consequence", "approval")
        }
        date, certificate = self._public_date, self.certificate_id
        consequence = words["consequence"]
        if self.consequence != "none":
            consequence = _(
                "%(consequence)s (%(approval)s)",
                consequence=words["consequence"],
                approval=words["approval"],
            )
        return [
            (_("Task of the check"), " ".join(filter(None, (words["kind"], self.name)))),
            (_("Record of the draw"), self.draw_id.display_name if self.draw_id else ""),
            (_("Certificate"), certificate.number),
            (_("Product checked"), for_public(self.product_name)),
            (_("Inspectors"), "、".join(self.inspector_ids.mapped("name"))),
            (
                _("Day of the check"),
                _("from %(start)s to %(end)s", start=date(self.started_on), end=date(self.done_on)),
            ),
            (_("Result of the check"), words["result"]),
            (_("What was found"), self.summary),
            (_("Consequence of the check"), consequence),
            (_("Reason of the consequence"), self.consequence_reason),
            (
                _("Publication"),
                _("published on %s", date(self.published_on))
                if self.published_on
                else _("on the public page by %s", date(self.publish_due)),
            ),
        ]

    def _public_date(self, day):
        return self.env["ir.actions.report"]._paper_date(day)
