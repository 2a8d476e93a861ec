from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.brand_certification.models.transition_mixin import transition

COUNTERS = ("budget", "reserved", "committed", "billed", "paid")


class AwardFund(models.Model):
    """A special fund for one fiscal year.

    Its ledger (``entry_ids``) is append-only; the figures here are the ledger's sums, kept in the
    fund's own row by the same transaction. Whoever commits money begins with an UPDATE of this row:
    a parallel approval waits there, is repeated by Odoo, and sees what the first one left. The
    database refuses more than the budget whatever the code does.
    """

    _name = "award.fund"
    _description = "Fund"
    _inherit = ["brand.transition.mixin", "mail.thread"]
    _order = "fiscal_year desc, code"

    _initial_state = "draft"
    _transitions = {
        "action_open": (("draft",), "open", "brand_certification.group_manager"),
        "action_close": (("open",), "closed", "brand_certification.group_manager"),
    }
    _write_windows = dict.fromkeys(
        (
            "code",
            "fiscal_year",
            "company_id",
            "district_id",
            "initial_budget",
            "budget_document_no",
        ),
        ("draft",),
    )
    _system_fields = frozenset({*COUNTERS, "version", "analytic_account_id"})

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, help="The same in all years: clauses name the fund by it, such as PPJL."
    )
    fiscal_year = fields.Integer(
        required=True, default=lambda self: self.env["brand.workday"]._today().year
    )
    state = fields.Selection(
        [("draft", "Draft"), ("open", "Open"), ("closed", "Closed")],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    department = fields.Char(translate=True, help="Whose budget it is.")
    district_id = fields.Many2one(
        "brand.district",
        "Advanced by District",
        domain="[('company_id', '=', company_id)]",
        help="Empty: the city pays. Else this district pays first, and the city's share is settled.",
    )
    initial_budget = fields.Monetary(
        "Budget Granted", help="Becomes the ledger's first entry when the fund is opened."
    )
    budget_document_no = fields.Char("Budget Document No.")
    analytic_account_id = fields.Many2one("account.analytic.account", readonly=True, copy=False)
    entry_ids = fields.One2many("award.fund.entry", "fund_id", "Ledger", readonly=True)
    claim_ids = fields.One2many("award.claim", "fund_id", "Claims", readonly=True)
    disbursement_ids = fields.One2many("award.disbursement", "fund_id", "Disbursements")

    # sums of the ledger, see EFFECTS of award_fund_entry.py
    version = fields.Integer(readonly=True, copy=False, default=0)
    budget = fields.Monetary(readonly=True, copy=False)
    reserved = fields.Monetary(readonly=True, copy=False)
    committed = fields.Monetary(readonly=True, copy=False, help="Approved, whether or not paid.")
    billed = fields.Monetary(readonly=True, copy=False)
    paid = fields.Monetary(readonly=True, copy=False)
    available = fields.Monetary(
        compute="_compute_available", store=True, help="Budget less reserved and committed."
    )
    waiting = fields.Monetary(
        compute="_compute_waiting", help="Approved by people, but beyond the budget: in the queue."
    )
    waiting_count = fields.Integer(compute="_compute_waiting", string="Claims in the Queue")
    claim_count = fields.Integer(compute="_compute_waiting", string="Number of Claims")
    used_share = fields.Float("Committed (%)", compute="_compute_used_share")
    bar = fields.Html("Use of the Fund", compute="_compute_bar", sanitize=False)
    blockers = fields.Text("What Blocks Opening", compute="_compute_blockers")

    _once_a_year = models.UniqueIndex(
        "(company_id, code, fiscal_year, COALESCE(district_id, 0))",
        "This fund exists for the year already.",
    )
    _never_more_than_budget = models.Constraint(
        "CHECK (COALESCE(committed, 0) + COALESCE(reserved, 0) <= COALESCE(budget, 0))",
        "A fund never commits more than its budget.",
    )
    _billed_is_committed = models.Constraint(
        "CHECK (COALESCE(billed, 0) <= COALESCE(committed, 0)"
        " AND COALESCE(paid, 0) <= COALESCE(billed, 0))",
        "Only what is committed is billed, and only what is billed is paid.",
    )
    _not_negative = models.Constraint(
        "CHECK (COALESCE(budget, 0) >= 0 AND COALESCE(reserved, 0) >= 0 AND COALESCE(paid, 0) >= 0)",
        "Budget, reserve and payments of a fund are not below 0.",
    )

    # -- computes --------------------------------------------------------------------------------

    @api.depends("name", "fiscal_year", "district_id.name")
    def _compute_display_name(self):
        for fund in self:
            parts = (fund.name, fund.district_id.name, str(fund.fiscal_year))
            fund.display_name = " ".join(filter(None, parts)) if fund.name else ""

    @api.depends("budget", "reserved", "committed")
    def _compute_available(self):
        for fund in self:
            fund.available = fund.budget - fund.reserved - fund.committed

    @api.depends("budget", "committed")
    def _compute_used_share(self):
        for fund in self:
            fund.used_share = 100 * fund.committed / fund.budget if fund.budget else 0.0

    def _compute_waiting(self):
        Claim = self.env["award.claim"]
        queued = {
            fund: (amount, count)
            for fund, amount, count in Claim._read_group(
                [("fund_id", "in", self.ids), ("is_queued", "=", True)],
                ["fund_id"],
                ["amount:sum", "__count"],
            )
        }
        counts = dict(Claim._read_group([("fund_id", "in", self.ids)], ["fund_id"], ["__count"]))
        for fund in self:
            fund.waiting, fund.waiting_count = queued.get(fund, (0.0, 0))
            fund.claim_count = counts.get(fund, 0)

    @api.depends("budget", "committed", "paid", "waiting")
    @api.depends_context("lang")
    def _compute_bar(self):
        """One bar of the whole budget, in words and figures: paid, committed, waiting, free."""
        _ = self.env._
        for fund in self:
            parts = [
                (_("Paid"), fund.paid, "bg-success"),
                (_("Committed, not yet paid"), fund.committed - fund.paid, "bg-info"),
                (_("Still available"), fund.available, "bg-light text-dark border"),
                (_("Waiting beyond the budget"), fund.waiting, "bg-warning text-dark"),
            ]
            fund.bar = fund._render_bar(parts)

    def _render_bar(self, parts):
        self.ensure_one()
        whole = max(self.budget + self.waiting, 1)
        money = self.currency_id.format
        segments = Markup("").join(
            Markup('<div class="progress-bar %s" role="img" style="width:%.2f%%" title="%s"></div>')
            % (css, 100 * amount / whole, f"{label} {money(amount)}")
            for label, amount, css in parts
            if amount > 0
        )
        legend = Markup("").join(
            Markup('<span class="me-3"><span class="badge %s">&#160;</span> %s %s</span>')
            % (css, label, money(amount))
            for label, amount, css in parts
            if amount or css == "bg-success"
        )
        return Markup(
            '<div class="progress mb-2" style="height:1.25rem">%s</div><div class="small">%s</div>'
        ) % (segments, legend)

    @api.depends("state", "initial_budget", "budget_document_no", "company_id")
    @api.depends_context("lang")
    def _compute_blockers(self):
        for fund in self:
            texts = fund._opening_problems() if fund.state == "draft" and fund.company_id else []
            fund.blockers = "\n".join(texts) or False

    def _opening_problems(self):
        self.ensure_one()
        _ = self.env._
        texts = []
        if self.initial_budget <= 0:
            texts.append(_("The budget is missing."))
        if not self.budget_document_no:
            texts.append(_("The document that grants the budget is missing."))
        return texts + self.company_id._award_books_problems()

    # -- transitions -----------------------------------------------------------------------------

    @transition
    def action_open(self, reason=None):
        """Open the fund: its budget becomes the first entry, its analytic account is made.

        Refused, naming everything at once, without budget, its document, or prepared books.
        """
        for fund in self:
            problems = fund._opening_problems()
            if problems:
                raise UserError(
                    self.env._(
                        "%(fund)s cannot be opened:\n%(problems)s",
                        fund=fund.display_name,
                        problems="\n".join(f"• {text}" for text in problems),
                    )
                )
            # sudo: the ledger and the account are the system's; the manager was checked above
            fund = fund.sudo()
            fund.analytic_account_id = fund._make_analytic_account()
            fund._post([fund._entry("budget", fund.initial_budget, fund.budget_document_no)])

    @transition
    def action_close(self, reason=None):
        """Close the year. Refused while approved claims are unpaid; waiting ones go to the next."""
        for fund in self:
            if fund.currency_id.compare_amounts(fund.committed, fund.paid):
                raise UserError(
                    self.env._(
                        "%(fund)s: %(open)s is committed and not yet paid. Pay or release it first.",
                        fund=fund.display_name,
                        open=fund.currency_id.format(fund.committed - fund.paid),
                    )
                )

    def _make_analytic_account(self):
        return self.env["account.analytic.account"].create(
            {
                "name": self.display_name,
                "code": f"{self.code}-{self.fiscal_year}",
                "plan_id": self.env.ref("brand_awards.analytic_plan_funds").id,
                "company_id": self.company_id.id,
            }
        )

    # -- actions ---------------------------------------------------------------------------------

    def action_change_budget(self, amount, reason, document_no):
        """Raise (or, below 0, lower) the budget of an open fund, by authority of a document.

        :param amount: yuan; never lowers the budget below what is committed
        """
        self.ensure_one()
        self._refuse_no_numbers({"budget": amount})
        if not self.env.user.has_group("brand_certification.group_manager"):
            raise UserError(self.env._("The programme manager changes budgets."))
        if self.state != "open" or not amount or not reason or not document_no:
            raise UserError(
                self.env._(
                    "A change needs an open fund, an amount, a reason and a document number."
                )
            )
        free = self.available + amount
        if self.currency_id.compare_amounts(free, 0) < 0:
            raise UserError(
                self.env._(
                    "%(fund)s has only %(free)s that is not committed.",
                    fund=self.display_name,
                    free=self.currency_id.format(self.available),
                )
            )
        # sudo: the ledger is the system's; who may change it was checked above
        self.sudo()._post([self._entry("change", amount, document_no, reason)])
        return True

    def action_approve_waiting(self):
        """Approve the queue in its order, as far as the money goes (for approvers)."""
        self.ensure_one()
        queue = self.env["award.claim"].search(
            [("fund_id", "=", self.id), ("is_queued", "=", True)], order="queued_on, id"
        )
        if not queue:
            raise UserError(self.env._("Nothing waits for this fund."))
        queue.action_approve()
        return True

    def action_prepare_books(self):
        """Make journal, account and bank journal settings of this city, once."""
        self.company_id.action_award_setup()
        return True

    def action_view_claims(self):
        """Claims of this fund."""
        return self._window("award.claim", self.env._("Claims"))

    def action_view_disbursements(self):
        """Disbursements from this fund."""
        return self._window("award.disbursement", self.env._("Disbursements"))

    def action_view_analytic(self):
        """The same money in Odoo's own books, by the fund's analytic account."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Bookings"),
            "res_model": "account.analytic.line",
            "view_mode": "list,form,pivot",
            "domain": [("auto_account_id", "=", self.analytic_account_id.id)],
        }

    def _window(self, model, name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "list,form",
            "domain": [("fund_id", "=", self.id)],
            "context": {"default_fund_id": self.id},
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_with_empty_ledger(self):
        if self.entry_ids:
            raise UserError(self.env._("A fund with entries in its ledger is kept."))

    def copy_data(self, default=None):
        """The next year's fund: same code, next year, no figures."""
        rows = super().copy_data(default)
        for fund, row in zip(self, rows, strict=True):
            if not (default or {}).get("fiscal_year"):
                row["fiscal_year"] = fund.fiscal_year + 1
            row["initial_budget"] = 0.0
            row["budget_document_no"] = False
        return rows
