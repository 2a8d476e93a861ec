from odoo import Command, api, fields, models
from odoo.exceptions import UserError

JOURNAL_CODE = "PPJL"
# Code of the expense account, by chart of accounts; another chart gets the next free of "6699"
_EXPENSE_CODE = {"cn": "571190", "cn_large_bis": "671190"}
# Names are data of the city's books, in both languages from the start
_JOURNAL_NAME = {"en_US": "Brand Rewards", "zh_CN": "品牌奖励"}
_RECOVERY_CODE = "224190"
_RECOVERY_NAME = {"en_US": "Rewards Demanded Back, Not Received", "zh_CN": "应追回品牌奖励(未收到)"}
_ACCOUNT_NAME = {"en_US": "Brand Reward Expenses", "zh_CN": "品牌奖励支出"}


class ResCompany(models.Model):
    """A city's books for rewards: a journal of their own, an account, the bank that pays."""

    _inherit = "res.company"

    award_journal_id = fields.Many2one(
        "account.journal", "Reward Bills Journal", domain="[('type', '=', 'purchase')]"
    )
    award_account_id = fields.Many2one("account.account", "Reward Expense Account")
    award_recovery_account_id = fields.Many2one("account.account", "Rewards Demanded Back Account")
    award_bank_journal_id = fields.Many2one(
        "account.journal", "Reward Bank Journal", domain="[('type', '=', 'bank')]"
    )
    award_treasury_account = fields.Text(
        "Account for Repayments",
        help="Name, number and bank of the treasury account, with the codes to be remarked.",
    )
    award_bank_layout = fields.Selection(
        [("general", "General"), ("general_small", "General, 50 lines, by bank")],
        "Bank File Layout",
        default="general",
        required=True,
    )

    @api.model
    def _claim_for_city(self, module, name):
        """A city's company gets its books as soon as all modules are loaded."""
        company = super()._claim_for_city(module, name)
        self.env.registry._brand_cities_without_books = True
        return company

    def _register_hook(self):
        super()._register_hook()
        registry = self.env.registry
        if getattr(registry, "_brand_cities_without_books", False):
            del registry._brand_cities_without_books
            self._award_open_books()

    @api.model
    def _award_open_books(self):
        """Load China's chart of accounts for cities that have none, and prepare their books."""
        data = self.env["ir.model.data"].search(
            [("model", "=", "res.company"), ("name", "=", "company")]
        )
        # sudo: a city pack's installation opens the books of its city
        cities = self.sudo().browse(data.mapped("res_id")).exists()
        for city in cities.filtered(lambda company: not company.chart_template):
            self.env["account.chart.template"].try_loading("cn", city, install_demo=False)
        cities._award_setup()

    def action_award_setup(self):
        """Prepare the books of these cities (programme manager or accounting manager); repeatable."""
        groups = ("brand_certification.group_manager", "account.group_account_manager")
        if not any(self.env.user.has_group(group) for group in groups):
            raise UserError(
                self.env._("The programme manager or the accounting manager prepares the books.")
            )
        self.check_access("read")
        # sudo: what is made is fixed; who may ask for it was checked
        self.sudo()._award_setup()
        return True

    @api.model
    def _award_setup_all(self):
        """Prepare the books of every city that has a chart of accounts; called at installation."""
        self.sudo().search([("chart_template", "!=", False)])._award_setup()

    def _award_setup(self):
        """Journal for reward bills (code PPJL), expense account, outbound method of the bank.

        What is there already is left as it is.
        """
        for company in self.filtered("chart_template"):
            company = company.with_company(company)
            if not company.award_account_id:
                company.award_account_id = company._award_make_account()
            if not company.award_recovery_account_id:
                company.award_recovery_account_id = company._award_make_recovery_account()
            if not company.award_journal_id:
                company.award_journal_id = company._award_make_journal()
            if not company.award_bank_journal_id:
                company.award_bank_journal_id = self.env["account.journal"].search(
                    [("company_id", "=", company.id), ("type", "=", "bank")], limit=1
                )
            # with an outstanding account on the bank itself a payment is booked at once
            method = company.award_bank_journal_id.outbound_payment_method_line_ids[:1]
            method.payment_account_id = company.award_bank_journal_id.default_account_id

    def _award_make_account(self):
        code = _EXPENSE_CODE.get(self.chart_template, "669900")
        return self._award_account(code, "expense", _ACCOUNT_NAME)

    def _award_make_recovery_account(self):
        return self._award_account(_RECOVERY_CODE, "liability_current", _RECOVERY_NAME)

    def _award_account(self, code, kind, names):
        """The account with this code, made if the chart has none."""
        Account = self.env["account.account"].with_company(self)
        found = Account.search([("code", "=", code), ("company_ids", "in", self.ids)], limit=1)
        if found:
            return found
        account = Account.create(
            {"code": code, "account_type": kind, "company_ids": [self.id], "name": code}
        )
        return self._award_name(account, names)

    def _award_make_journal(self):
        Journal = self.env["account.journal"]
        found = Journal.search([("code", "=", JOURNAL_CODE), ("company_id", "=", self.id)], limit=1)
        if found:
            return found
        journal = Journal.create(
            {
                "name": _JOURNAL_NAME["en_US"],
                "code": JOURNAL_CODE,
                "type": "purchase",
                "company_id": self.id,
                "default_account_id": self.award_account_id.id,
                "show_on_dashboard": True,
            }
        )
        return self._award_name(journal, _JOURNAL_NAME)

    def _award_name(self, record, names):
        """Name a record in every language in use."""
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        for code in ("en_US", *codes):
            record.with_context(lang=code).name = names.get(code, names["en_US"])
        return record

    def _award_book_entry(self, day, reference, rows, partner=None, **links):
        """A posted entry in the general journal, which only awards make and undo.

        :param rows: ``(account, debit, credit, analytic distribution)``, in yuan
        :param links: fields of the entry that tie it to what caused it
        """
        self.ensure_one()
        journal = self.env["account.journal"].search(
            [("type", "=", "general"), ("company_id", "=", self.id)], limit=1
        )
        moves = self.env["account.move"]._award_gate().with_company(self)
        move = moves.create(
            {
                "move_type": "entry",
                "date": day,
                "ref": reference,
                "journal_id": journal.id,
                **links,
                "line_ids": [
                    Command.create(
                        {
                            "name": reference,
                            "partner_id": partner.id if partner else False,
                            "account_id": account.id,
                            "debit": debit,
                            "credit": credit,
                            "analytic_distribution": distribution,
                        }
                    )
                    for account, debit, credit, distribution in rows
                ],
            }
        )
        move.action_post()
        return move

    def _award_books_problems(self):
        """What is lacking in the city's books before money can be spent."""
        self.ensure_one()
        # sudo: whether the books are ready is no secret
        company, _ = self.sudo(), self.env._
        if not company.chart_template:
            return [_("The city has no chart of accounts yet.")]
        problems = []
        if not company.award_journal_id or not company.award_account_id:
            problems.append(_("The books are not prepared: press “Prepare the books”."))
        if not company.award_bank_journal_id.outbound_payment_method_line_ids:
            problems.append(_("There is no bank journal with an outgoing payment method."))
        return problems

    def _award_own_bank(self):
        """The bank that pays; an account there needs no CNAPS code."""
        self.ensure_one()
        return self.award_bank_journal_id.bank_account_id.bank_id
