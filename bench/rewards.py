"""A city that pays rewards, for the benchmarks of claims: a policy in force and this year's fund."""

import sys
from datetime import timedelta

from harness import City

from odoo import Command, fields

AMOUNT = 200_000


class RewardCity(City):
    """A city with books; its policy and fund are made when asked for."""

    roles = {
        "manager": "brand_certification.group_manager",
        "approver": "brand_certification.group_approver",
        "officer": "brand_awards.group_award_officer",
        "checker_of_accounts": "brand_awards.group_award_officer",
        "maker": "account.group_account_invoice",
        "poster": "account.group_account_invoice",
        "settler": "account.group_account_manager",
    }

    def __init__(self, env):
        company = env["res.company"].search([("chart_template", "!=", False)], limit=1)
        if not company:
            sys.exit("No city of this database has a chart of accounts.")
        super().__init__(env, company)
        self.company.action_award_setup()

    def make_policy(self):
        """A policy in force that gives AMOUNT for every certificate of the programme."""
        today = fields.Date.today()
        policy = self.env["award.policy"].create(
            {
                "name": "基准政策",
                "code": "bench",
                "company_id": self.company.id,
                "document_no": "B-1",
                "date_from": today - timedelta(days=30),
                "date_to": today + timedelta(days=365),
                "basis_date": "award_date",
                "legal_basis": "-",
                "fair_review_no": "-",
                "rule_ids": [
                    Command.create(
                        {
                            "name": "基准奖励",
                            "code": "bench",
                            "clause": "一",
                            "quote": "每件奖励20万元。",
                            "program_ids": [Command.set(self.program.ids)],
                            "amount": AMOUNT,
                            "per": "item",
                            "item_unit": "product",
                            "payers": "city",
                            "fund_code": "BENCH",
                        }
                    )
                ],
            }
        )
        policy.with_user(self.users["manager"]).action_activate()

    def make_fund(self, rewards):
        """This year's fund, with money for as many rewards."""
        self.fund = self.env["award.fund"].create(
            {
                "name": "基准资金",
                "code": "BENCH",
                "company_id": self.company.id,
                "fiscal_year": fields.Date.today().year,
                "initial_budget": rewards * AMOUNT,
                "budget_document_no": "B-2",
            }
        )
        self.fund.with_user(self.users["manager"]).action_open()
