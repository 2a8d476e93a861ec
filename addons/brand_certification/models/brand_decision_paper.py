"""What the city announces of a decision (认定通报), and the letter of a refusal (不予通知书)."""

from odoo import api, models

from ..scheme.masking import for_notice
from ..scheme.publishing import for_public


def _announced(number, line):
    """One item of the list, in the words that are announced."""
    is_person = line.partner_id._is_natural_person()
    return {
        "no": number,
        "name": for_public(line.application_id.product_id.display_name),
        "holder": for_notice(line.partner_id.name, is_person=is_person),
        "district": line.district_id.name or "",
        "detail": line.level_id.name or "",
    }


class BrandDecision(models.Model):
    _inherit = "brand.decision"

    def action_publish(self):
        """Announce the decision: public page and paper list what was granted."""
        result = super().action_publish()
        # sudo: the day follows from this step
        self.sudo().published_on = self.env["brand.workday"]._today()
        return result

    def action_view_public_page(self):
        """The announcement as the public sees it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/brand/notices/decision/{self.id}",
            "target": "new",
        }

    @api.model
    def _public_domain(self):
        return [("state", "=", "published"), ("kind", "=", "honour")]

    @api.model
    def _public_find(self, decision_id):
        """A decision that was announced, in superuser mode, or none."""
        # sudo: announced to everybody; _announced_values() limits what is told
        return self.sudo().search([("id", "=", decision_id), *self._public_domain()], limit=1)

    def _public_summary(self):
        """One dict a decision, for the list of announcements."""
        return [
            {
                "path": f"/brand/notices/decision/{decision.id}",
                "title": for_public(decision.name),
                "document_no": decision.document_no or "",
                "date": decision.published_on or decision.date,
                "count": len(decision._granted_lines()),
            }
            # sudo: as in _public_find
            for decision in self.sudo()
        ]

    def _announced_values(self):
        """Number, basis, list, term and obligations; refusals are told to their enterprises only."""
        self.ensure_one()
        # sudo: as in _public_find; on a draft paper the caller's right to read was checked
        decision = self.sudo()
        program, company, _ = decision.program_id, decision.company_id, self.env._
        lines = decision._granted_lines().sorted(
            lambda li: (-(li.level_id.sequence or 0), -(li.score or 0), li.id)
        )
        return {
            "id": decision.id,
            "title": for_public(decision.name),
            "document_no": decision.document_no or "",
            "city": company.name,
            "city_values": company._public_values(),
            "date": decision.published_on or decision.date,
            "count": len(lines),
            "paragraphs": [
                _(
                    "By the rules of “%(program)s”%(basis)s, after application, evaluation by a"
                    " third party and public notice, the %(meeting)s of %(date)s decided to grant"
                    " the following %(count)s items.",
                    program=program.name,
                    basis=f" ({program.basis})" if program.basis else "",
                    meeting=decision.meeting or _("meeting"),
                    date=self.env["ir.actions.report"]._paper_date(decision.date),
                    count=len(lines),
                ),
                _(
                    "Term: %s months from the day of the certificate.",
                    program.validity_months,
                ),
                _(
                    "Holders keep to the standards, use the mark as licensed, accept surveillance"
                    " and report changes in time. Whoever no longer fulfils the requirements is"
                    " suspended or withdrawn by the rules, and that is published."
                ),
            ],
            "lines": [_announced(number, line) for number, line in enumerate(lines, 1)],
        }

    def _paper_values(self):
        """The announcement as an official paper.

        :raises AccessError: for somebody who may not read the decision
        """
        self.ensure_one()
        self.check_access("read")
        return self._announced_values()


class BrandApplication(models.Model):
    _inherit = "brand.application"

    def _paper_refusal_values(self):
        """The letter that tells a refusal with its reason and what may be done against it.

        :raises AccessError: for somebody who may not read the file
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: names of offices and the log of a file that the caller may read
        file, _ = self.sudo(), self.env._
        refusal = file._refusals().get(file.id)
        return {
            "title": _("Notice of a refusal"),
            "number": (refusal.document_no if refusal else "") or file.name or "",
            "address": f"{file.partner_id.name}\N{FULLWIDTH COLON}",
            "paragraphs": file._refusal_paragraphs(refusal),
            "issuer": file.company_id.name,
            "date": refusal.date if refusal else self.env["brand.workday"]._today(),
        }

    def _refusal_paragraphs(self, refusal):
        date = self.env["ir.actions.report"]._paper_date
        _, program = self.env._, self.program_id
        paragraphs = [
            _(
                "Your unit applied for “%(program)s” with the product “%(product)s” (%(number)s)."
                " It was decided: %(result)s.",
                program=program.name,
                product=self.product_id.display_name or "",
                number=self.name,
                result=self._portal_refusal_text(),
            ),
            _("Reason: %s", (refusal.reason if refusal else "") or _("see the decision.")),
        ]
        if self.appeal_until:
            paragraphs.append(
                _(
                    "If you do not agree, you may appeal in the system or in writing until"
                    " %(until)s, 24:00. People who did not decide look into the appeal.",
                    until=date(self.appeal_until),
                )
            )
        paragraphs.append(
            _(
                "You may also, within 60 days from the receipt of this letter, apply for"
                " administrative reconsideration, or within six months bring an action before the"
                " people's court, where the law allows it."
            )
        )
        return paragraphs
