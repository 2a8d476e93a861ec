from odoo import models
from odoo.exceptions import UserError

from .transition_mixin import transition

MIN_INSPECTORS = 2
# Who left an enterprise or advised it may not check it for so long (ISO/IEC 17065, 4.2.10)
INTEREST_YEARS = 2


class BrandSurveillance(models.Model):
    """The steps of a check: begin, end, consequence, publication."""

    _inherit = "brand.surveillance"

    # -- transitions ---------------------------------------------------------------------------

    @transition
    def action_start(self):
        """Begin the check: at least two inspectors, none with an interest, one of them acting."""
        for check in self:
            check._check_inspectors()
        # sudo: dates and the checklist follow from this step
        self.sudo().write({"started_on": self.env["brand.workday"]._today()})
        self.env["brand.surveillance.item"].sudo().create(
            [
                {"surveillance_id": check.id, "sequence": number, "name": text}
                for check in self
                for number, text in enumerate(check._checklist(), 1)
            ]
        )

    def _check_inspectors(self):
        _ = self.env._
        # sudo: names of inspectors and their interests are compared here, not shown
        inspectors = self.sudo().inspector_ids
        if len(inspectors) < MIN_INSPECTORS:
            raise UserError(_("%s: a check takes at least two inspectors.", self.display_name))
        if self.env.user not in inspectors and not self.env.su:
            raise UserError(_("%s: its own inspectors check it.", self.display_name))
        partner = self.sudo().partner_id.commercial_partner_id
        for user in inspectors:
            if user.partner_id.commercial_partner_id == partner:
                raise UserError(
                    _("%(person)s belongs to the enterprise checked.", person=user.name)
                )
            interest = self._interest_of(user)
            if interest:
                raise UserError(interest)

    def _interest_of(self, user):
        """Why ``user`` must not check this enterprise, by the register of relations; else empty."""
        on = self.env["brand.workday"]._today()
        group = set(self.sudo().partner_id._brand_group(on).ids)
        relations = user.partner_id._brand_relations(on, INTEREST_YEARS)
        kinds = [kind for kind, ids in relations.items() if ids & group]
        if not kinds:
            return ""
        words = dict(self.env["brand.relation"]._fields["kind"]._description_selection(self.env))
        return self.env._(
            "%(person)s has an interest in the enterprise checked: %(relation)s",
            person=user.name,
            relation=", ".join(words[kind] for kind in kinds),
        )

    def _checklist(self):
        """What every check looks at."""
        _ = self.env._
        return [
            _("The product is still made and conforms to the standard."),
            _("The mark is used as licensed: product, size, colour, media."),
            _("What was declared in the application still holds."),
            _("Complaints of customers are recorded and were settled."),
            _("Changes of holder, place or product were reported."),
            _("Earlier findings were corrected."),
        ]

    @transition
    def action_finish(self):
        """End the check with a result and the proposed consequence; publication is due from now.

        20 working days where the programme says nothing (政府信息公开条例 26).
        """
        calendar = self.env["brand.workday"]._calendar()
        today = self.env["brand.workday"]._today()
        for check in self:
            check._check_complete()
            days = check.sudo().program_id.publish_days
            # sudo: dates follow from this step
            check.sudo().write(
                {
                    "done_on": today,
                    "publish_due": calendar.add_working_days(today, days or 20).date,
                    "approval": "none" if check.consequence == "none" else "waiting",
                }
            )

    def _check_complete(self):
        _ = self.env._
        self._check_inspectors()
        if not self.result or not self.consequence or not (self.summary or "").strip():
            raise UserError(
                _("%s: enter result, what was found, and the consequence.", self.display_name)
            )
        silent = self.item_ids.filtered(lambda item: not item.answer)
        if silent:
            raise UserError(
                _("Answer the whole checklist first: %s", ", ".join(silent.mapped("name")))
            )
        if self.result == "fail" and self.consequence == "none":
            raise UserError(_("A failed check has a consequence."))
        if self.consequence != "none" and not (self.consequence_reason or "").strip():
            raise UserError(_("Give the reason of the proposal."))
        if self.result == "corrections" and not self.sudo().finding_ids:
            raise UserError(_("Raise the findings that are to be corrected."))

    @transition
    def action_approve_consequence(self, document_no=None):
        """Approve what the inspectors propose, as somebody who did not inspect; it is carried out."""
        self._check_waiting()
        for check in self:
            check._check_side()
            check._carry_out(document_no)
        self._settle_approval("approved")

    @transition
    def action_refuse_consequence(self, reason=None):
        """Do not approve the consequence, with the reason; the result of the check stays."""
        self._check_waiting()
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: the inspectors read it."))
        for check in self:
            check._check_side()
        self._settle_approval("refused")

    def _check_waiting(self):
        settled = self.filtered(lambda check: check.approval != "waiting")
        if settled:
            raise UserError(
                self.env._("Nothing waits for approval: %s", settled._names_with_state())
            )

    def _check_side(self):
        """A body approves its own surveillance, the office its own checks."""
        is_body = self.env.user.has_group("brand_certification.group_body")
        if not self.env.su and is_body != (self.kind == "body"):
            raise UserError(
                self.env._("%s: the other side approves what it checked.", self.display_name)
            )

    def _settle_approval(self, outcome):
        # sudo: approvals are written by these steps only
        self.sudo().write(
            {
                "approval": outcome,
                "approved_by_id": self.env.uid,
                "approved_on": self.env["brand.workday"]._today(),
            }
        )

    @transition
    def action_publish(self, document_no=None):
        """Publish the result (信息通报): on the public page, once."""
        for check in self:
            if check.published_on:
                raise UserError(self.env._("%s has been published.", check.display_name))
            if check.approval == "waiting":
                raise UserError(
                    self.env._("%s: the consequence is approved first.", check.display_name)
                )
        # sudo: the day is written by this step only
        self.sudo().write({"published_on": self.env["brand.workday"]._today()})

    # -- consequences --------------------------------------------------------------------------

    def _carry_out(self, document_no=None):
        """Have the approved consequence done by whose certificate it is.

        The body acts on its certificate itself; the office puts a request to the body, which
        decides (认证认可条例 13; ISO/IEC 17065, 7.11).
        """
        self.ensure_one()
        if self.consequence not in ("suspend", "withdraw"):
            return
        if not self._may_still_take(self.consequence):
            # The end of a certificate goes before the check that was still open (E6)
            # sudo: a remark of the system on a check that the approver may read
            self.sudo()._message_log(
                body=self.env._(
                    "The consequence was approved; there was nothing left to do: %(number)s is"
                    " “%(status)s”.",
                    number=self.certificate_id.number,
                    status=dict(self.certificate_id._selection_status())[
                        self.certificate_id.status
                    ],
                )
            )
            return
        if self.kind == "body":
            certificate, reason = self.certificate_id, self.consequence_reason
            if self.consequence == "suspend":
                certificate.action_suspend(reason, document_no, self.until)
            else:
                certificate.action_withdraw(reason, document_no)
            return
        # sudo: the approver of the office asks by this step, in the name of the office
        request = (
            self.env["brand.certificate.request"]
            .sudo()
            .create(
                {
                    "certificate_id": self.certificate_id.id,
                    "kind": self.consequence,
                    "origin": "office",
                    "reason": self.consequence_reason,
                    "document_no": document_no,
                    "until": self.until,
                }
            )
        )
        request.action_submit()

    def _may_still_take(self, consequence):
        """Whether the certificate can still be suspended or withdrawn today."""
        fitting = ("valid",) if consequence == "suspend" else ("valid", "suspended")
        return self.certificate_id.status in fitting
