"""Which lists finance takes away as XLSX, and their columns."""

from odoo import api, models

from .award_sheet import Column

# Kind of the sheet by which tax withheld from persons is declared
TAX = "tax"


class AwardClaim(models.Model):
    _name = "award.claim"
    _inherit = ["award.claim", "award.sheet.mixin"]

    @api.model
    def _sheet_title(self, kind):
        return self.env._("Reward claims")

    @api.model
    def _sheet_columns(self, kind):
        _ = self.env._
        return [
            Column(_("Reference"), "name", width=16),
            Column(_("Recipient"), "partner_id.name", width=32),
            Column(_("Unified social credit code"), "partner_id.uscc", width=22),
            Column(_("Recipient Is"), "recipient_kind"),
            Column(_("District"), "district_id.name"),
            Column(
                _("Item rewarded"),
                "certificate_id.product_name",
                "recognition_id.honour_id.name",
                width=28,
            ),
            Column(
                _("Certificate or document no."),
                "certificate_id.number",
                "recognition_id.document_no",
                width=28,
            ),
            Column(_("Policy"), "policy_id.name", width=40),
            Column(_("Clause no."), "rule_id.clause", width=10),
            Column(_("Clause"), "rule_id.name", width=28),
            Column(_("Department"), "department", width=18),
            Column(_("Fund"), "fund_id.name", width=24),
            Column(_("Fiscal Year"), "fund_id.fiscal_year", width=8),
            Column(_("Promised"), "promised"),
            Column(_("Paid before"), "paid_before"),
            Column(_("Amount due"), "amount"),
            Column(_("Tax withheld"), "tax_amount"),
            Column(_("Net to the recipient"), "net_amount"),
            Column(_("Paid Back"), "recovered_amount"),
            Column(_("Entitled on"), "claim_date", width=12),
            Column(_("Paid on"), "paid_on", width=12),
            Column(_("Status"), "state"),
        ]


class AwardDisbursementLine(models.Model):
    _name = "award.disbursement.line"
    _inherit = ["award.disbursement.line", "award.sheet.mixin"]

    @api.model
    def _sheet_title(self, kind):
        return self.env._("Tax withheld") if kind == TAX else self.env._("Payments of rewards")

    @api.model
    def _sheet_columns(self, kind):
        return self._tax_columns() if kind == TAX else self._payment_columns()

    @api.model
    def _payment_columns(self):
        _ = self.env._
        return [
            Column(_("Disbursement"), "disbursement_id.name", width=16),
            Column(_("No."), "sequence", width=6),
            Column(_("Claim No."), "claim_id.name", width=16),
            Column(_("Recipient"), "partner_id.name", width=32),
            Column(_("District"), "district_id.name"),
            Column(_("Fund"), "disbursement_id.fund_id.name", width=24),
            Column(_("Clause"), "claim_id.rule_id.name", width=28),
            Column(_("Bank and Branch"), "bank_name", width=38),
            Column(_("Gross"), "claim_id.amount"),
            Column(_("Tax withheld"), "tax_amount"),
            Column(_("Set off"), "offset_amount"),
            Column(_("Sent to the bank"), "amount"),
            Column(_("Bill"), "bill_id.name", width=22),
            Column(_("Payment"), "payment_id.name", width=22),
            Column(_("Paid on"), "payment_id.date", width=12),
            Column(_("Result"), "result"),
            Column(_("Why Not Paid"), "failure_reason", width=24),
        ]

    @api.model
    def _tax_columns(self):
        """As a declaration of tax withheld on occasional income asks; numbers masked."""
        _ = self.env._
        return [
            Column(_("No."), "sequence", width=6),
            Column(_("Full Name"), "partner_id.name"),
            Column(_("Identity Document"), "partner_id.identity_kind", width=18),
            Column(_("Identity number"), "partner_id.identity_mask", width=22),
            Column(_("Income"), "claim_id.amount"),
            Column(_("Tax rate"), "claim_id.rule_id.tax_rate", width=8),
            Column(_("Tax withheld"), "tax_amount"),
            Column(_("Paid out"), "claim_id.net_amount"),
            Column(_("Paid on"), "payment_id.date", width=12),
            Column(_("Claim No."), "claim_id.name", width=16),
            Column(_("Disbursement"), "disbursement_id.name", width=16),
        ]


class AwardDisbursement(models.Model):
    _inherit = "award.disbursement"

    def action_export_payments(self):
        """The payments of these batches as XLSX."""
        return self.env["award.disbursement.line"]._export_sheet(
            [("disbursement_id", "in", self.ids)]
        )

    def action_export_tax(self):
        """The tax withheld from persons in these batches as XLSX (个税扣缴清单)."""
        return self.env["award.disbursement.line"]._export_sheet(
            [
                ("disbursement_id", "in", self.ids),
                ("claim_id.recipient_kind", "=", "person"),
                ("result", "!=", "failed"),
            ],
            TAX,
        )


class AwardFundEntry(models.Model):
    _name = "award.fund.entry"
    _inherit = ["award.fund.entry", "award.sheet.mixin"]

    @api.model
    def _sheet_title(self, kind):
        return self.env._("Fund ledger")

    @api.model
    def _sheet_columns(self, kind):
        _ = self.env._
        return [
            Column(_("Booked on"), "booked_on", width=12),
            Column(_("Fund"), "fund_id.name", width=26),
            Column(_("Fiscal Year"), "fund_id.fiscal_year", width=8),
            Column(_("Kind"), "kind"),
            Column(_("Amount"), "amount"),
            Column(_("Share of the Other Level"), "other_share"),
            Column(_("Claim No."), "claim_id.name", width=16),
            Column(_("Recipient"), "partner_id.name", width=32),
            Column(_("District"), "district_id.name"),
            Column(_("Clause"), "rule_id.name", width=28),
            Column(_("Disbursement"), "disbursement_id.name", width=16),
            Column(_("Document No."), "document_no", width=22),
            Column(_("Reason"), "reason", width=40),
            Column(_("Entered by"), "user_id.partner_id.name"),
        ]


class AwardFund(models.Model):
    _inherit = "award.fund"

    def action_export_ledger(self):
        """The ledger of these funds as XLSX."""
        return self.env["award.fund.entry"]._export_sheet([("fund_id", "in", self.ids)])


class AwardSettlementLine(models.Model):
    _name = "award.settlement.line"
    _inherit = ["award.settlement.line", "award.sheet.mixin"]

    @api.model
    def _sheet_title(self, kind):
        return self.env._("Settlement statement")

    @api.model
    def _sheet_columns(self, kind):
        _ = self.env._
        return [
            Column(_("Settlement No."), "settlement_id.name", width=16),
            Column(_("District"), "district_id.name"),
            Column(_("Policy"), "policy_id.name", width=40),
            Column(_("Claim No."), "claim_id.name", width=16),
            Column(_("Recipient"), "partner_id.name", width=32),
            Column(_("Fund"), "fund_id.name", width=24),
            Column(_("Date"), "date", width=12),
            Column(_("Kind"), "kind"),
            Column(_("Advanced by"), "advanced_by"),
            Column(_("Whole Amount"), "amount"),
            Column(_("Share of the Other Level"), "share"),
            Column(_("Status"), "settlement_id.state"),
        ]


class AwardSettlement(models.Model):
    _inherit = "award.settlement"

    def action_export_lines(self):
        """The shared amounts of these statements as XLSX."""
        return self.env["award.settlement.line"]._export_sheet([("settlement_id", "in", self.ids)])
