"""Rewards of persons: tax and net, an account entered by an officer, batches and lists of their own."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.brand_certification.models.transition_mixin import transition

from ..decision import facts


class AwardClaim(models.Model):
    _inherit = "award.claim"

    _transitions = {
        "action_enter_account": (
            ("entitled", "returned"),
            "submitted",
            "brand_awards.group_award_officer",
        ),
    }
    _duties = {"action_enter_account": "claim"}
    _system_fields = frozenset({"tax_amount"})

    recipient_kind = fields.Selection(
        related="partner_id.award_recipient_kind", store=True, string="Recipient Is"
    )
    tax_amount = fields.Monetary(
        "Tax Withheld", readonly=True, help="Of a person, in yuan; part of the amount."
    )
    net_amount = fields.Monetary("Net to the Recipient", compute="_compute_net_amount", store=True)

    @api.depends("amount", "tax_amount")
    def _compute_net_amount(self):
        for claim in self:
            claim.net_amount = claim.amount - claim.tax_amount

    @api.model
    def _amounts_of(self, decision):
        return super()._amounts_of(decision) | {"tax_amount": float(decision.tax or 0)}

    @transition
    def action_enter_account(self, bank_account_id, reason=None):
        """Enter a person's account from the paper it signed (award officers; not for enterprises).

        Whoever enters it neither reviews the claim nor checks the account.
        """
        # sudo: the account is looked at for its owner only
        account = self.env["res.partner.bank"].sudo().browse(bank_account_id).exists()
        for claim in self.sudo():
            account._check_usable_by(claim.partner_id)
            claim.write({"bank_account_id": account.id, "confirmed_on": fields.Datetime.now()})

    def _check_step(self, step, document_no=None):
        result = super()._check_step(step, document_no)
        if step == "action_enter_account":
            firms = self.filtered(lambda c: c.recipient_kind != facts.PERSON)
            if firms:
                raise UserError(
                    self.env._(
                        "An enterprise confirms its account itself: %s", firms._names_with_state()
                    )
                )
        if step in ("action_review", "action_schedule"):
            nameless = self._without_identity()
            if nameless:
                raise UserError(
                    self.env._(
                        "The identity number is missing: %s",
                        ", ".join(nameless.partner_id.mapped("name")),
                    )
                )
        return result

    def _without_identity(self):
        """Those of persons whose identity number is not on record."""
        # sudo: whether a number is on record is asked for the claim, not for the person
        return self.sudo().filtered(
            lambda c: c.recipient_kind == facts.PERSON and not c.partner_id.identity_digest
        )

    def _texts_before_payment(self):
        texts = super()._texts_before_payment()
        for claim in self._without_identity():
            texts[claim.id].append(self.env._("The identity number is missing."))
        return texts


class AwardDisbursement(models.Model):
    _inherit = "award.disbursement"

    payees = fields.Selection(
        [("organisations", "Organisations"), ("persons", "Persons")],
        "Paid to",
        required=True,
        default="organisations",
        help="Persons have payment lists of their own, with their tax.",
    )
    _write_windows = {"payees": ("draft",)}

    tax_total = fields.Monetary("Tax Withheld", compute="_compute_tax_total")

    @api.depends("line_ids.tax_amount", "line_ids.result")
    def _compute_tax_total(self):
        for batch in self:
            lines = batch.line_ids.filtered(lambda line: line.result != "failed")
            batch.tax_total = sum(lines.mapped("tax_amount"))

    def _payable_domain(self):
        is_person = [("recipient_kind", "=", facts.PERSON)]
        kind = is_person if self.payees == "persons" else ["!", *is_person]
        return [*super()._payable_domain(), *kind]

    def _take(self, claims):
        wanted = {facts.PERSON} if self.payees == "persons" else {facts.ENTERPRISE, facts.UNIT}
        wrong = claims.filtered(lambda c: c.recipient_kind not in wanted)
        if wrong:
            raise UserError(
                self.env._(
                    "Persons and organisations are paid by separate lists: %s",
                    wrong._names_with_state(),
                )
            )
        return super()._take(claims)

    def _prepare_line_vals(self, claim, sequence):
        vals = super()._prepare_line_vals(claim, sequence)
        vals["tax_amount"] = claim.tax_amount
        return vals

    def _prepare_bill_vals(self, line):
        """The tax withheld goes to the account of taxes due: the bill is what the person gets."""
        vals = super()._prepare_bill_vals(line)
        if line.tax_amount:
            company = self.company_id
            if not company.award_tax_account_id:
                company._award_setup()
            vals["invoice_line_ids"].append(
                Command.create(
                    {
                        "name": self.env._("Income tax withheld"),
                        "quantity": 1,
                        "price_unit": -line.tax_amount,
                        "account_id": company.award_tax_account_id.id,
                        "tax_ids": [Command.clear()],
                    }
                )
            )
        return vals


class AwardDisbursementLine(models.Model):
    _inherit = "award.disbursement.line"

    tax_amount = fields.Monetary("Tax Withheld", readonly=True)


class ResCompany(models.Model):
    _inherit = "res.company"

    award_tax_account_id = fields.Many2one("account.account", "Income Tax Withheld Account")

    def _award_setup(self):
        result = super()._award_setup()
        for company in self.filtered("chart_template"):
            if not company.award_tax_account_id:
                company.award_tax_account_id = company._award_account(
                    "222190",
                    "liability_current",
                    {
                        "en_US": "Income Tax Withheld from Rewards",
                        "zh_CN": "代扣个人所得税(品牌奖励)",
                    },
                )
        return result
