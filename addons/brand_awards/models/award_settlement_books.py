"""Settlements in Odoo's books: the demand between levels, its settlement, accounts of their own.

The fund's figures and its analytic account stay gross: what left the fund. What the other level
bears is taken off the city's expense by an account of its own, without the fund's analytic account.
"""

from odoo import fields, models

_ADVANCE_NAME = {"en_US": "Reward Shares Owed between Levels", "zh_CN": "应收应付区县奖励分担款"}
_SHARED_NAME = {
    "en_US": "Reward Expenses Borne by Another Level",
    "zh_CN": "品牌奖励支出(他级财政负担)",
}
_TREASURY_NAME = {"en_US": "Settled between the Treasuries", "zh_CN": "上下级财政结算(品牌奖励)"}
_SHARED_CODE = {"cn": "571191", "cn_large_bis": "671191"}


class ResCompany(models.Model):
    _inherit = "res.company"

    award_advance_account_id = fields.Many2one(
        "account.account", "Reward Shares between Levels Account"
    )
    award_shared_account_id = fields.Many2one(
        "account.account", "Expenses Borne by Another Level Account"
    )
    award_treasury_account_id = fields.Many2one(
        "account.account", "Settlement between Treasuries Account"
    )

    def _award_setup(self):
        result = super()._award_setup()
        for company in self.filtered("chart_template"):
            shared = _SHARED_CODE.get(company.chart_template, "669901")
            for field, code, kind, names in (
                ("award_advance_account_id", "122190", "asset_current", _ADVANCE_NAME),
                ("award_shared_account_id", shared, "expense", _SHARED_NAME),
                ("award_treasury_account_id", "122191", "asset_current", _TREASURY_NAME),
            ):
                if not company[field]:
                    company[field] = company.with_company(company)._award_account(code, kind, names)
        return result


class AwardSettlement(models.Model):
    _inherit = "award.settlement"

    def _book_demand(self):
        """What the district owes against the city's expense, or the other way round."""
        self.ensure_one()
        company = self._company_with_accounts()
        self.move_id = self._book(
            self.confirmed_on, company.award_advance_account_id, company.award_shared_account_id
        )

    def _cancel_demand(self):
        self.ensure_one()
        self.move_id._award_cancel()
        self.move_id = False

    def _book_settlement(self):
        """The demand is closed by money, or on the account between the treasuries."""
        self.ensure_one()
        company = self._company_with_accounts()
        counterpart = {
            "bank": company.award_bank_journal_id.default_account_id,
            "treasury": company.award_treasury_account_id,
        }[self.means]
        self.settled_move_id = self._book(
            self.settled_on, counterpart, company.award_advance_account_id
        )
        lines = (self.move_id | self.settled_move_id).line_ids
        demand = lines.filtered(lambda line: line.account_id == company.award_advance_account_id)
        if demand.account_id.reconcile:
            demand.reconcile()

    def _book(self, day, debited, credited):
        """An entry over the balance; below 0 the two accounts change sides. None for nothing."""
        amount = abs(self.balance)
        if not amount:
            return self.env["account.move"]
        if self.balance < 0:
            debited, credited = credited, debited
        rows = [(debited, amount, 0.0, False), (credited, 0.0, amount, False)]
        return self.company_id._award_book_entry(
            day, self.display_name, rows, award_settlement_id=self.id
        )

    def _company_with_accounts(self):
        company = self.company_id
        if not company.award_advance_account_id:
            company._award_setup()
        return company
