"""Facts move: what a changed fact means for claims that were decided before (docs/meaning.md 4).

Whatever may change a decision marks the claims that rest on it; a job decides them again. Nothing
is ever recomputed in silence: both results stay, and money that left is corrected by people only.
"""

from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.brand_certification.models.transition_mixin import transition

from ..decision import result
from .award_claim import ENDED_STATES, PAID_STATES, UNAPPROVED_STATES

# Steps after which money of a claim no longer counts for others
_FREEING_STEPS = ("action_withdraw_approval", "action_cancel", "action_reject", "action_recovered")
# Once money has left, only people change what became of it
_AFTER_PAYMENT = (*PAID_STATES, "recovered")


class AwardClaim(models.Model):
    _inherit = "award.claim"

    _transitions = {"action_reopen": (("approved",), "reviewed", None)}
    _system_fields = frozenset({"is_to_recheck", "facts_text", "moved_decision_id"})

    is_to_recheck = fields.Boolean("Facts May Have Changed", readonly=True, copy=False)
    facts_text = fields.Char("What Has Changed", readonly=True, copy=False)
    moved_decision_id = fields.Many2one(
        "award.decision",
        "Decision after Payment",
        readonly=True,
        copy=False,
        help="What today's facts say about a reward that was paid; the payment itself rests on the"
        " decision before.",
    )

    _recheck_index = models.Index("(company_id, id) WHERE is_to_recheck")

    # -- marking -----------------------------------------------------------------------------------

    def _mark_moved(self):
        """Have these claims decided again soon, whatever their state; ended ones never."""
        # sudo: that a fact moved is the system's knowledge
        claims = self.sudo().filtered(lambda c: c.state not in ENDED_STATES and not c.is_to_recheck)
        if claims:
            claims.write({"is_to_recheck": True})
            self.env.ref("brand_awards.cron_decide_moved").sudo()._trigger()

    @api.model
    def _resting_on(self, partners, sources=None, after=None):
        """Claims that facts about these enterprises, or the items of these events, may change.

        :param sources: events whose products or standards count for anybody
        :param after: date; claims of events before it do not look at what came later
        """
        # sudo: facts count whoever may read them
        partners = partners.sudo().commercial_partner_id
        kin = partners._lineage().ids + list(partners._award_groups().partner_ids)
        concerned = Domain("partner_id", "in", kin)
        if sources is not None and sources.product_id:
            products = sources.product_id.ids
            concerned |= Domain("certificate_id.product_id", "in", products)
            concerned |= Domain("recognition_id.product_id", "in", products)
        if sources is not None and "standard_id" in sources._fields and sources.standard_id:
            concerned |= Domain("recognition_id.standard_id", "in", sources.standard_id.ids)
        if after:
            concerned &= Domain("certificate_id.date_issue", ">", after) | Domain(
                "recognition_id.date", ">", after
            )
        return self.sudo().search(concerned & Domain("state", "not in", ENDED_STATES))

    @api.model
    def _entitle(self, sources):
        """Events registered late may have been earlier than others that were decided already."""
        claims = super()._entitle(sources)
        if sources:
            first = min(source._prepare_award_event().award_date for source in sources)
            (self._resting_on(sources.partner_id, sources, first) - claims)._mark_moved()
        return claims

    def _end_transition(self, step, reason, document_no):
        result = super()._end_transition(step, reason, document_no)
        if step in _FREEING_STEPS and self:
            rest = self.sudo()
            (self._resting_on(rest.partner_id, rest.certificate_id) - rest)._mark_moved()
        elif step == "action_unschedule":
            # sudo: the note was the system's
            waiting = self.sudo().filtered("facts_text")
            waiting.facts_text = False
            waiting._mark_moved()
        return result

    # -- following ---------------------------------------------------------------------------------

    @api.model
    def _cron_decide_moved(self, limit=500):
        """Decide marked claims again, in batches that are committed one by one."""
        marked = self.search([("is_to_recheck", "=", True)], order="id", limit=limit)
        for company, claims in marked.grouped("company_id").items():
            claims.with_company(company)._follow_facts()
        if len(marked) == limit:
            self.env["ir.cron"]._commit_progress(len(marked), remaining=limit)

    def _follow_facts(self):
        """Decide again and do what the new result asks for, by where the claim stands.

        Not approved: recomputed. Approved: back to review, its money freed. In a disbursement:
        held until finance takes it out. Paid: a recovery or a supplement is proposed.
        """
        self.write({"is_to_recheck": False})
        changed = self._decide_again()
        # what an approved claim waits for stops it where it is; other money is another decision
        other = {claim: new for claim, new in changed.items() if not claim._same_money(new)}
        unapproved = {c: new for c, new in changed.items() if c.state in UNAPPROVED_STATES}
        approved = {c: new for c, new in other.items() if c.state == "approved"}
        self.browse([claim.id for claim in approved])._back_to_review()
        self._keep_again(unapproved | approved)
        for claim, new in other.items():
            if claim.state == "scheduled":
                claim.facts_text = self.env._(
                    "Today %s would be due.", claim.currency_id.format(float(new.due or 0))
                )
            elif claim.state in _AFTER_PAYMENT:
                claim._propose_correction(new)

    def _same_money(self, decision):
        """Whether ``decision`` gives what the last one of this claim gave."""
        self.ensure_one()
        frozen = (self.moved_decision_id or self.decision_id).frozen
        return bool(frozen) and result.from_json(frozen).same_money(decision)

    def _back_to_review(self):
        if self:
            self.action_reopen(self.env._("The facts have changed since the approval."))

    @transition
    def action_reopen(self, reason=None):
        """Facts moved after the approval: back to review, the money goes back to the fund."""
        self._release(reason, None)

    def _hold_texts(self):
        texts = super()._hold_texts()
        if self.facts_text:
            texts.append(self.env._("The facts have changed. %s", self.facts_text))
        return texts

    # -- money that has left -------------------------------------------------------------------------

    def _propose_correction(self, decision):
        """Propose a recovery or a supplement where ``decision`` differs from what was paid.

        Once for each new result; what people have decided about it stays decided.
        """
        self.ensure_one()
        if self.supplement_id or decision.reason in ("withdrawn", "revoked"):
            return  # told with the first claim; an ended event has its recovery already
        if self._running_supplements():
            return  # decided again when that claim is reviewed and approved
        Decision = self.env["award.decision"]
        vals = Decision._prepare_vals(self._source(), self.policy_id, decision, self.rule_id)
        self.moved_decision_id = Decision.create(vals | {"claim_id": self.id})
        gap = result.correction(decision, self._family_money())
        if not gap:
            return
        reason = self.env._("The facts have changed since the payment.")
        reason = f"{reason} {self.moved_decision_id.explanation}"
        if gap.kind == "supplement":
            self._propose_supplement(float(gap.amount), reason)
        else:
            self._propose_recoveries(gap.amount, reason)

    def _family(self):
        """The first claim of an event under a clause, with the supplements that stand."""
        self.ensure_one()
        first = self.supplement_id.claim_id or self
        return (first | first.supplement_claim_ids).filtered(
            lambda claim: claim.state not in ENDED_STATES
        )

    def _family_money(self):
        """Yuan paid or committed for the event, less what came back; a cut counts as given."""
        rows = ((claim._to_history().money, claim.cut_amount) for claim in self._family())
        return sum((money + Decimal(f"{cut:.2f}") for money, cut in rows if money), Decimal(0))

    def _propose_recoveries(self, amount, reason):
        """Ask for ``amount`` of an event's money, from the last supplement back to the first."""
        for claim in self._family().sorted("id", reverse=True):
            paid = claim.state in ("paid", "recovered")
            left = Decimal(f"{claim.amount - claim.recovered_amount:.2f}") if paid else Decimal(0)
            part = min(left, amount)
            if part > 0:
                claim._propose_recovery(reason, float(part))
                claim.recovery_reason = reason
                amount -= part


class AwardRecognition(models.Model):
    _inherit = "award.recognition"

    def _end_transition(self, step, reason, document_no):
        result = super()._end_transition(step, reason, document_no)
        if step == "action_revoke" and self:
            Claim = self.env["award.claim"]
            rest = Claim._resting_on(self.partner_id, self)
            (rest - self.sudo().claim_ids)._mark_moved()
        return result


class BrandCertificate(models.Model):
    _inherit = "brand.certificate"

    def _after_state_change(self):
        result = super()._after_state_change()
        withdrawn = self.sudo().filtered(lambda c: c.state == "withdrawn")
        if withdrawn:
            rest = self.env["award.claim"]._resting_on(withdrawn.partner_id, withdrawn)
            (rest - withdrawn.claim_ids)._mark_moved()
        return result


class AwardRecoveryReceipt(models.Model):
    _inherit = "award.recovery.receipt"

    @api.model_create_multi
    def create(self, vals_list):
        """Money that came back is no money paid before: other steps of a ladder may move."""
        receipts = super().create(vals_list)
        claims = receipts.sudo().recovery_id.claim_id
        if claims:
            rest = self.env["award.claim"]._resting_on(claims.partner_id, claims.certificate_id)
            (rest - claims)._mark_moved()
        return receipts


class BrandRelation(models.Model):
    _inherit = "brand.relation"

    @api.model_create_multi
    def create(self, vals_list):
        relations = super().create(vals_list)
        relations._mark_group_claims()
        return relations

    def write(self, vals):
        self._mark_group_claims()
        result = super().write(vals)
        self._mark_group_claims()
        return result

    def unlink(self):
        self._mark_group_claims()
        return super().unlink()

    def _mark_group_claims(self):
        groups = self.sudo().filtered(lambda relation: relation.kind == "group")
        if groups:
            members = groups.partner_id | groups.other_id
            self.env["award.claim"]._resting_on(members)._mark_moved()


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        """Who came before whom, and what kind of recipient somebody is, are facts of rewards."""
        result = super().write(vals)
        facts = {"predecessor_ids", "successor_ids", "is_budget_funded", "award_recipient_kind"}
        if facts & set(vals):
            self.env["award.claim"]._resting_on(self)._mark_moved()
        return result


class BrandRuling(models.Model):
    _inherit = "brand.ruling"

    @api.model_create_multi
    def create(self, vals_list):
        rulings = super().create(vals_list)
        rulings._mark_ruled_claims()
        return rulings

    def write(self, vals):
        result = super().write(vals)
        if "choice" in vals:
            self._mark_ruled_claims()
        return result

    def _mark_ruled_claims(self):
        """A ruling speaks for the claims made since it is in force."""
        for ruling in self.filtered("is_ruled"):
            # sudo: the city's claims follow from the ruling, whoever made it
            self.env["award.claim"].sudo().search(
                [
                    ("company_id", "=", ruling.company_id.id),
                    ("claim_date", ">=", ruling.date_from),
                    ("state", "not in", ENDED_STATES),
                ]
            )._mark_moved()
