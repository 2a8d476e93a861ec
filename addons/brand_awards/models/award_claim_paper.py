"""A claim on paper: the notice to its recipient, and the calculation sheet for the file."""

from decimal import Decimal

from werkzeug.urls import url_join

from odoo import models

from ..bank import capitals
from ..decision import explain, result
from .award_claim import PAID_STATES


class AwardClaim(models.Model):
    _inherit = "award.claim"

    def _paper_filename(self, kind):
        self.ensure_one()
        titles = {
            "notice": self.env._("Notice of reward"),
            "calculation": self.env._("Calculation"),
        }
        return f"{titles[kind]}_{self.name}"

    # -- notice to the recipient -------------------------------------------------------------------

    def _paper_notice_values(self):
        """The letter that tells the recipient its reward, as plain values.

        :raises AccessError: for somebody who may not read the claim
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: clause, account and office of a claim that the caller may read
        claim, _ = self.sudo(), self.env._
        is_due = claim._portal_amount_is_known()
        return {
            "number": claim.name,
            "recipient": _("To %s:", claim.partner_id.name),
            "opening": _(
                "Under the policy named below a reward is due to you for “%s”. "
                "You need not apply for it. The grounds are as follows:",
                claim.item_name or claim.rule_id.name,
            )
            if is_due
            else _(
                "Your entitlement for “%s” has been looked at. The result is as follows:",
                claim.item_name or claim.rule_id.name,
            ),
            "explanation": claim.explanation or "",
            "amount_text": _(
                "Amount of the reward: %(amount)s (%(capitals)s).",
                amount=self._portal_amount_text(),
                capitals=self._portal_amount_capitals(),
            )
            if is_due
            else "",
            "account": claim._paper_account_text() if is_due else "",
            "url": claim._paper_url() if is_due and claim._portal_may_confirm() else "",
            "contact": claim._paper_contact_text(),
            "office": claim._portal_office(),
            "date": claim.paid_on or claim.decision_id.date or claim.claim_date,
            "company": claim.company_id,
        }

    def _paper_account_text(self):
        """What has been done about the account, and what the recipient still has to do."""
        _, day = self.env._, self.env["brand.portal"]._long_date
        if self._portal_may_confirm():
            return _(
                "Please confirm in the portal the account to be paid: %s. The account must be in "
                "the full name of your unit; before money is sent to a new account, a second "
                "person of the office checks it.",
                self._paper_url(),
            )
        if self.state in PAID_STATES:
            return _(
                "The amount was paid on %(day)s to your account %(account)s.",
                day=day(self.paid_on),
                account=self.account_label,
            )
        if self.account_label:
            return _("The account that you confirmed: %s.", self.account_label)
        return ""

    def _paper_url(self):
        return url_join(self.get_base_url(), self.access_url)

    def _paper_contact_text(self):
        program, company = self.program_id, self.company_id
        return self.env._(
            "If you see it otherwise or have questions, please ask: %(office)s, phone %(phone)s.",
            office=program.office_name or company.name,
            phone=program.office_phone or company.phone or "—",
        )

    def _paper_document_no(self):
        """Number of the certificate, or of the document that gave the honour."""
        return self.certificate_id.number or self.recognition_id.document_no or ""

    # -- calculation sheet -------------------------------------------------------------------------

    def _paper_calculation_values(self):
        """The sheet on which an amount can be followed step by step, as plain values.

        All from the frozen decision: what was decided, not what today's rule would say.

        :raises AccessError: for somebody who may not read the claim
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: decision, clause and account of a claim that the caller may read
        claim = self.sudo()
        frozen = claim.decision_id.frozen
        decision = result.from_json(frozen) if frozen else None
        return {
            "number": claim.name,
            "company": claim.company_id,
            "facts": claim._paper_facts(decision),
            "amounts": claim._paper_amounts(decision),
            "steps": claim._paper_steps(decision),
            "explanation": claim.explanation or "",
            "figures": _figures(claim.amount) if claim._portal_amount_is_known() else "",
            "capitals": self._portal_amount_capitals(),
            "decided": self.env._(
                "Decided on %s from the facts of that moment; kept unchanged.",
                self.env["ir.actions.report"]._paper_datetime(claim.decision_id.date),
            ),
            "signatures": [
                self.env._("Calculated by:"),
                self.env._("Checked by:"),
                self.env._("Head of office:"),
            ],
        }

    def _paper_facts(self, decision):
        """Rows of one or two ``(label, text)``: whom, what and under which words it was decided."""
        if not decision:
            return []
        _, day = self.env._, self.env["brand.portal"]._long_date
        basis, subject = decision.basis, decision.subject
        kind = self.rule_id._fields["kind"]._description_selection(self.env)
        policy = f"《{basis.policy_name}》" if basis.policy_name else ""
        return [
            [
                (_("Recipient"), subject.recipient_name),
                (_("Unified social credit code"), self.partner_id.uscc),
            ],
            [
                (_("Item rewarded"), subject.item_name),
                (_("Level"), self.certificate_id.level_id.name or subject.level),
            ],
            [
                (_("Ground of the reward"), subject.event_name),
                (_("Certificate or document no."), subject.document_no),
            ],
            [
                (_("Date of award"), day(subject.award_date)),
                (_("Date of claim"), day(subject.claim_date)),
            ],
            [(_("Policy"), " ".join(filter(None, (policy, basis.policy_document_no))))],
            [
                (
                    _("Clause and version"),
                    _(
                        "%(clause)s, version %(version)s",
                        clause=basis.clause,
                        version=basis.rule_version,
                    ),
                ),
                (_("Kind of amount"), dict(kind).get(self.rule_id.kind, "")),
            ],
            [(_("Words of the clause"), f"「{basis.quote}」" if basis.quote else "")],
            [(_("Account to be paid"), self.account_label or _("not confirmed yet"))],
        ]

    def _paper_amounts(self, decision):
        """Rows of one or two ``(label, figures)``: the named amounts that are known, and who pays."""
        if not decision:
            return []
        _ = self.env._
        amounts = (
            (_("Promised by the clause"), decision.promised),
            (_("Ceiling of the clause"), decision.ceiling),
            (_("Paid or committed before"), decision.paid_before),
            (_("Taken off for it"), decision.taken_off),
            (_("What the ceiling leaves"), decision.limit),
            (_("Amount due"), decision.due),
            (_("Tax withheld"), decision.tax),
            (_("Net to the recipient"), decision.net),
        )
        cells = [(label, _figures(amount)) for label, amount in amounts if amount is not None]
        cells += [
            (_("Paid by: %s", one.payer_name), _figures(one.amount)) for one in decision.shares
        ]
        return [cells[at : at + 2] for at in range(0, len(cells), 2)]

    def _paper_steps(self, decision):
        """``[(title of the step, [sentences])]`` in the order of docs/meaning.md 4."""
        if not decision:
            return []
        _ = self.env._
        titles = {
            1: _("In force"),
            2: _("Event and recipient"),
            3: _("Contradicting clauses"),
            4: _("New, first time"),
            5: _("Highest only, ladder"),
            6: _("Amount"),
            7: _("Income tax of persons"),
            8: _("Who pays"),
            9: _("What it waits for"),
        }
        steps = {}
        for step, text in explain.calculation(decision, self.env.lang or "zh_CN"):
            steps.setdefault(step, []).append(text)
        return [(step, titles.get(step, ""), texts) for step, texts in sorted(steps.items())]


def _figures(amount):
    """200,000.00"""
    return f"{Decimal(f'{amount:.2f}'):,.2f}"


def in_capitals(amount):
    """人民币贰拾万元整"""
    return f"人民币{capitals.capitals(Decimal(f'{amount:.2f}'))}"
