"""What an event was paid too little, by a fact that came later or by an appeal that was won."""

from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.brand_certification.models.transition_mixin import transition

from ..decision import facts, result
from .award_claim import ENDED_STATES
from .award_rule_application import BY_ITSELF

_PAID = ("paid", "recovering", "recovered")


class AwardSupplement(models.Model):
    """More money (补发) for an event that was rewarded with too little.

    Proposed by the system when facts move, or by an officer with a reason; granted under a document
    number by somebody who neither reviewed nor approved the first payment. A grant makes a claim for
    the difference, which goes the way of every claim: account, review, approval, fund, bank.
    """

    _name = "award.supplement"
    _description = "Supplement"
    _inherit = ["award.correction.mixin"]

    _initial_state = "draft"
    _transitions = {
        "action_grant": (("draft",), "granted", "brand_certification.group_approver"),
        "action_dismiss": (("draft",), "dismissed", "brand_certification.group_approver"),
    }
    _duties = {"action_grant": "supplement", "action_dismiss": "supplement"}
    _approval_steps = ("action_grant",)
    _write_windows = {"reason": ("draft",)}
    _system_fields = frozenset({"name", "claim_id", "amount", "granted_by_id", "decided_on"})

    state = fields.Selection(
        [
            ("draft", "Supplement proposed"),
            ("granted", "Supplement granted"),
            ("dismissed", "Nothing added"),
        ],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    claim_id = fields.Many2one(string="Reward Paid before")
    amount = fields.Monetary(
        "To Be Added", required=True, readonly=True, tracking=True, help="In yuan."
    )
    reason = fields.Text(required=True, help="Which fact came later, or which appeal was won.")
    granted_by_id = fields.Many2one("res.users", "Granted by", readonly=True, copy=False)
    decided_on = fields.Date("Date of the Decision", readonly=True, copy=False)
    new_claim_ids = fields.One2many("award.claim", "supplement_id", "Claim Made", readonly=True)

    _amount_positive = models.Constraint("CHECK (amount > 0)", "A supplement is above 0.")
    _one_open = models.UniqueIndex(
        "(claim_id) WHERE state = 'draft'", "A supplement of this claim is proposed already."
    )

    @transition
    def action_grant(self, document_no=None, reason=None):
        """Decide that the difference is paid: its claim is made, and the recipient told.

        What is due is decided on today's facts, whatever was proposed; where nothing is, the
        supplement is refused with the reason.
        """
        for supplement in self.sudo():
            claim = supplement._make_claim(self.env.user, document_no)
            supplement.write(
                {
                    "amount": claim.amount,
                    "granted_by_id": self.env.uid,
                    "decided_on": self.env["brand.workday"]._today(),
                }
            )
            claim._tell_entitled()

    @transition
    def action_dismiss(self, reason=None, document_no=None):
        """Decide that nothing is added, with the reason; the reward stays as it was paid."""
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: it is kept with the claim."))
        # sudo: the date is the system's
        self.sudo().decided_on = self.env["brand.workday"]._today()

    def _check_step(self, step, document_no=None):
        result = super()._check_step(step, document_no)
        if step == "action_grant" and not document_no:
            raise UserError(self.env._("Enter the document number of the decision."))
        return result

    def _transition_file(self):
        """The first claim: who reviewed or approved it does not decide on adding to it."""
        return self.claim_id

    def _make_claim(self, user, document_no):
        """The claim for the difference, decided by itself on today's facts."""
        self.ensure_one()
        claim = self.env["award.claim"].create(self._prepare_claim_vals(user, document_no))
        claim._keep_again(claim._decide_again())
        if claim.decision_status != result.DUE or not claim.amount:
            raise UserError(self.env._("Nothing is due on today's facts: %s", claim.explanation))
        claim._assign_funds()
        return claim

    def _prepare_claim_vals(self, user, document_no):
        first = self.claim_id
        names = (
            *("certificate_id", "recognition_id", "partner_id", "program_id", "company_id"),
            *("district_id", "rule_id", "rule_version", "rule_key", "event_key", "payee_key"),
            "claim_date",
        )
        vals = {name: first._fields[name].convert_to_write(first[name], first) for name in names}
        if first.rule_id.kind != "fixed":
            vals |= {
                "amount_set": float(first._family_money()) + self.amount,
                "amount_reason": self.reason,
                "amount_document_no": document_no,
                "amount_set_by_id": user.id,
            }
        return vals | {"supplement_id": self.id}

    def action_view_claim(self):
        """The reward that was paid."""
        self.ensure_one()
        return self.claim_id.get_formview_action()

    def action_view_new_claim(self):
        """The claim for the difference."""
        self.ensure_one()
        return self.new_claim_ids.get_formview_action()


class AwardClaim(models.Model):
    _inherit = "award.claim"

    _system_fields = frozenset({"supplement_id"})

    supplement_id = fields.Many2one(
        "award.supplement", "Made by Supplement", readonly=True, copy=False, index="btree_not_null"
    )
    supplement_of_id = fields.Many2one(
        related="supplement_id.claim_id", string="Supplement to", store=True, index="btree_not_null"
    )
    supplement_ids = fields.One2many("award.supplement", "claim_id", "Supplements", readonly=True)
    supplement_claim_ids = fields.One2many(
        "award.claim", "supplement_of_id", "Supplementary Claims", readonly=True
    )

    # decided already: nobody applies for a supplement, whatever its clause asks of an application
    claiming = fields.Selection(
        string="Claimed",
        selection=lambda self: (
            self.env["award.rule"]._fields["claiming"]._description_selection(self.env)
        ),
        related=None,
        compute="_compute_claiming",
        store=True,
    )

    # an event pays once under a clause; what it was paid too little, once by each decision
    _once = models.UniqueIndex(
        "(rule_key, event_key, payee_key, (COALESCE(supplement_id, 0)))"
        " WHERE state NOT IN ('rejected', 'cancelled')",
        "This event has its claim under this clause already.",
    )

    @api.depends("rule_id.claiming", "supplement_id")
    def _compute_claiming(self):
        for claim in self:
            claim.claiming = BY_ITSELF if claim.supplement_id else claim.rule_id.claiming

    @api.depends("supplement_id")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        for claim in self.filtered("supplement_id"):
            claim.display_name = self.env._("%s (supplement)", claim.display_name)
        return result

    def action_propose_supplement(self, reason, amount=None):
        """Propose to add to what paid claims got (award officers), such as after a won appeal.

        :param amount: yuan to be added; under a ceiling or at discretion only. A fixed amount
            follows from the facts, and nothing can be added where they give no more.
        :return: the proposal
        """
        self.ensure_one()
        self.check_access("read")
        self._check_officer()
        self._refuse_no_numbers({"amount": amount})
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: which fact came later, or which appeal."))
        # sudo: a decision sees all facts; the proposal is made by this action, after its checks
        first = self.sudo().supplement_of_id or self.sudo()
        if first.state not in _PAID:
            raise UserError(self.env._("Nothing has been paid yet: %s", first._names_with_state()))
        if first.rule_id.kind == "fixed":
            amount = first._amount_missing()
        elif not amount or amount <= 0:
            raise UserError(self.env._("Enter how much is to be added."))
        else:
            first._check_within_limit(amount, reason)
        running = first._running_supplements()
        if running:
            raise UserError(
                self.env._("A supplement is on its way: %s", running._names_with_state())
            )
        return first._propose_supplement(amount, reason).sudo(False)

    def _running_supplements(self):
        return self.supplement_claim_ids.filtered(
            lambda claim: claim.state not in (*ENDED_STATES, *_PAID)
        )

    def _amount_missing(self):
        """Yuan that today's facts give beyond what was paid; refused where there is nothing."""
        decision = self._decided_now()[self]
        gap = result.correction(decision, self._family_money())
        if not gap or gap.kind != "supplement":
            told = self.env["award.decision"]._told(decision)
            raise UserError(
                self.env._(
                    "Nothing can be added on today's facts: %(claim)s. %(explanation)s",
                    claim=self.display_name,
                    explanation=told,
                )
            )
        return float(gap.amount)

    def _check_within_limit(self, amount, reason):
        whole = facts.AmountSet(
            self._family_money() + Decimal(f"{amount:.2f}"),
            reason=reason,
            set_by=self.env.user.name,
        )
        decision = self._decided_now({self: whole})[self]
        if decision.status != result.DUE:
            raise UserError(self.env["award.decision"]._told(decision))

    def _propose_supplement(self, amount, reason):
        """The open proposal for this claim, new or brought up to date."""
        self.ensure_one()
        proposal = self.supplement_ids.filtered(lambda row: row.state == "draft")
        if proposal:
            proposal.write({"amount": amount, "reason": reason})
            return proposal
        return self.env["award.supplement"].create(
            {"claim_id": self.id, "amount": amount, "reason": reason}
        )

    def _check_step(self, step, document_no=None):
        """Who granted a supplement does not approve its payment."""
        result = super()._check_step(step, document_no)
        if step == "action_approve":
            own = self.sudo().filtered(lambda c: c.supplement_id.granted_by_id == self.env.user)
            if own:
                raise AccessError(
                    self.env._(
                        "You granted this supplement; somebody else approves it: %s",
                        own._names_with_state(),
                    )
                )
        return result

    def _already(self):
        """Claims that paid the same event under the clause before this supplement."""
        before = self._family().filtered(lambda claim: claim.id < self.id)
        return tuple(claim._to_history() for claim in before) if self.supplement_id else ()

    def action_view_supplements(self):
        """Supplements proposed or granted for this claim."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Supplements"),
            "res_model": "award.supplement",
            "view_mode": "list,form",
            "domain": [("claim_id", "=", self.id)],
        }
