"""“Can I apply?”: what is met and what is not yet, told to an enterprise before it begins."""

from odoo import api, models
from odoo.exceptions import UserError

from ..scheme import gaps

# What a draft is filled in for; without one these are told as what will be needed
_IN_THE_FORM = ("answers", "standards", "documents", "declaration")


class BrandApplication(models.Model):
    _inherit = "brand.application"

    @api.model
    def _portal_eligibility(self, program, product=None):
        """Answers of the self-check for the current user's enterprise, in order.

        Computed from the same facts and rules as a submission. A draft that exists is taken as it
        stands; without one the enterprise is asked, and ``product`` if it is given.

        :return: dicts ``{key, title, answer, texts, todo}``; answer ``yes``, ``no`` or ``form``
            (asked in the application itself)
        """
        draft = self._checked_draft(program)
        file = draft or self.new(
            {
                "program_id": program.id,
                "partner_id": self.env.user.partner_id.commercial_partner_id.id,
                "product_id": product.id if product else False,
                "state": "draft",
            }
        )
        titles, todo = self._check_titles(), self._check_todo()
        rows = []
        for key, found in gaps.by_check(file._gap_facts()).items():
            if not self._is_asked(key, program):
                continue
            is_later = not draft and (
                key in _IN_THE_FORM or (key in ("item", "trademark") and not file.product_id)
            )
            texts = [self._gap_text(gap) for gap in found]
            if key == "standards" and draft:
                texts += draft._outdated_standard_texts(at_submission=True)
            answer = "form" if is_later else "no" if texts else "yes"
            rows.append(
                {
                    "key": key,
                    "title": titles[key],
                    "answer": answer,
                    "texts": [] if is_later else texts,
                    "todo": todo[key] if answer == "no" else "",
                }
            )
        return rows

    @api.model
    def _checked_draft(self, program):
        """The draft of the current user's enterprise in the programme, or an empty one."""
        enterprise = self.env.user.partner_id.commercial_partner_id
        domain = [("program_id", "=", program.id), ("partner_id", "=", enterprise.id)]
        return self.search([*domain, ("state", "=", "draft")], limit=1)

    @api.model
    def _is_asked(self, check, program):
        """Whether the programme asks this at all."""
        program = program.sudo()
        return {
            "limit": bool(program.per_applicant_limit or program.per_group_limit),
            "nomination": program._recommendation_timing() == "before",
            "trademark": program.require_trademark,
        }.get(check, True)

    @api.model
    def _check_titles(self):
        _ = self.env._
        return {
            "window": _("The programme takes applications today"),
            "standing": _("The enterprise may apply: no blacklisting, no cool-down"),
            "limit": _("There is room within the number of items"),
            "nomination": _("The enterprise has been nominated"),
            "enterprise": _("Credit code and district are known"),
            "item": _("The product is of a kind the programme certifies, and free to apply for"),
            "trademark": _("The product bears a registered trademark"),
            "answers": _("The questions of the form are answered"),
            "standards": _("The product meets a published standard"),
            "documents": _("The required documents are there"),
            "declaration": _("The self-declaration is given"),
        }

    @api.model
    def _check_todo(self):
        _ = self.env._
        return {
            "window": _("Apply within the dates of the programme."),
            "standing": _(
                "Ask the office how the standing is repaired, and from when you may apply."
            ),
            "limit": _("Withdraw another application, or apply in the next window."),
            "nomination": _("Ask your district, or the department that leads your sector."),
            "enterprise": _("Fill them in at the first step of the application."),
            "item": _("Choose another product, or continue the application that exists."),
            "trademark": _("Enter the trademark and its registration number at the product."),
            "answers": _("Fill them in; every answer is kept."),
            "standards": _("Choose a published standard; propose one if there is none."),
            "documents": _("Upload them; templates are offered beside each."),
            "declaration": _("Give it at the step before the last."),
        }

    # -- withdrawal ----------------------------------------------------------------------------

    def _portal_withdraw(self, reason):
        """Withdraw as the applicant does: a file an office has seen asks for the reason."""
        self.ensure_one()
        reason = (reason or "").strip()
        if self.state != "draft" and not reason:
            raise UserError(self.env._("Say why: the offices that worked on it are told."))
        self.action_withdraw(reason=reason or None)
