"""A claim as an item of a public notice, where its clause asks for one."""

from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.brand_certification.models.transition_mixin import transition


class AwardClaim(models.Model):
    _inherit = "award.claim"

    _transitions = {"action_stop": (("notice",), "rejected", None)}

    @transition
    def action_enter_notice(self):
        """The public notice that lists this claim has been published."""

    def action_make_notice(self):
        """Put reviewed claims on the draft of a public notice (award officers); opens it."""
        self.check_access("read")
        self._check_officer()
        self._check_may_be_noticed()
        # sudo: the officer prepares the list; publishing it is the reviewer's step
        notice = (
            self.env["brand.notice"]
            .sudo()
            .create(
                {
                    "name": self.env._("Rewards to be paid"),
                    "company_id": self.company_id[:1].id,
                    "program_id": self.program_id[:1].id if len(self.program_id) == 1 else False,
                }
            )
        )
        notice._add_subjects(self)
        return notice.get_formview_action()

    # -- subject of a public notice ------------------------------------------------------------------

    def _prepare_notice_line_vals(self):
        return {
            "name": self.item_name,
            "holder": self.partner_id.name,
            "district_name": self.district_id.name,
            "detail": f"{self.rule_id.display_name} {self.currency_id.format(self.amount)}",
            "is_person": self.partner_id._is_natural_person(),
        }

    def _check_may_be_noticed(self):
        wrong = self.filtered(lambda c: c.state != "reviewed")
        if wrong:
            raise UserError(self.env._("Not reviewed yet: %s", wrong._names_with_state()))

    def _enter_notice(self, notice):
        self.action_enter_notice()

    def _leave_notice(self, notice):
        """Nothing moves: the approver approves from here; an objection holds its own item only."""

    def _stop_by_objection(self, objection, reason, document_no):
        """The claim is refused by the ruling on the objection; the others of its notice go on."""
        self.filtered(lambda c: c.state == "notice").action_stop(reason, document_no)

    @transition
    def action_stop(self, reason=None, document_no=None):
        """An objection against this claim in the public notice was upheld."""
        self._tell_recipient(
            self.env._("An objection against your reward claim was upheld:"), reason or ""
        )

    def _notice_texts(self):
        """What the public notice still holds back, for one claim."""
        self.ensure_one()
        return self._notice_texts_by_claim().get(self.id, [])

    def _notice_texts_by_claim(self):
        """``{claim id: what its public notice still holds back}``, a few queries for the batch."""
        _ = self.env._
        # sudo: that an item is in notice or held is a fact for whoever may read the claim
        claims = self._origin.sudo()
        texts = {
            claim.id: [_("The clause asks for a public notice first.")]
            for claim in claims.filtered(lambda c: c.state == "reviewed")
            if claim.rule_id.require_notice
        }
        noticed = claims.filtered(lambda c: c.state == "notice")
        if not noticed:
            return texts
        objected = defaultdict(list)
        for one in noticed._open_objections():
            objected[one.line_id.res_id].append(_("Objection open: %s", one.display_name))
        for claim_id, notice in noticed._last_notices().items():
            running = notice.state == "published"
            until = (
                [
                    _(
                        "In public notice until %s, 24:00.",
                        self.env["brand.portal"]._long_date(notice.date_end),
                    )
                ]
                if running
                else []
            )
            texts[claim_id] = until + objected[claim_id]
        return texts
