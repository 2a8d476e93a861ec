from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.brand_certification.models.transition_mixin import transition

from .award_fund_shares import SIGNS


class AwardSettlement(models.Model):
    """A statement between city and district (结算单): who advanced whose share, and what is owed.

    Rewards are paid whole from one treasury; where a payer table divides them, the other treasury
    owes its share (垫付). A statement gathers such shares of a district and a period, each once, less
    its shares in what was recovered meanwhile. One person of finance draws it up, another checks
    it: it is then a demand in the books, until the money comes or the treasuries settle it.
    """

    _name = "award.settlement"
    _description = "Settlement between Levels"
    _inherit = ["award.making.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    _initial_state = "draft"
    _transitions = {
        "action_confirm": (("draft",), "confirmed", "account.group_account_invoice"),
        "action_reopen": (("confirmed",), "draft", "account.group_account_manager"),
        "action_settle": (("confirmed",), "settled", "account.group_account_manager"),
    }
    # whoever checked it may settle it; whoever drew it up does neither
    _duties = {"action_make": "make", "action_confirm": "post", "action_settle": "post"}
    _write_windows = dict.fromkeys(
        ("district_id", "policy_id", "date_from", "date_to", "company_id"), ("draft",)
    ) | dict.fromkeys(("settled_on", "means", "reference"), ("confirmed",))
    _system_fields = frozenset({"name", "confirmed_on", "move_id", "settled_move_id"})

    state = fields.Selection(
        [("draft", "Draft"), ("confirmed", "Confirmed"), ("settled", "Statement settled")],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    district_id = fields.Many2one(
        "brand.district", required=True, index=True, domain="[('company_id', '=', company_id)]"
    )
    policy_id = fields.Many2one(
        "award.policy", domain="[('company_id', '=', company_id)]", help="Empty: all policies."
    )
    date_from = fields.Date(
        "Period from", required=True, default=lambda self: self._default_period()[0]
    )
    date_to = fields.Date(
        "Period until", required=True, default=lambda self: self._default_period()[1]
    )
    line_ids = fields.One2many("award.settlement.line", "settlement_id", "Shared Amounts")
    line_count = fields.Integer("Number of Lines", compute="_compute_totals", store=True)
    city_advanced = fields.Monetary(
        "Advanced by the City", compute="_compute_totals", store=True, help="For the district."
    )
    district_advanced = fields.Monetary(
        "Advanced by the District", compute="_compute_totals", store=True, help="For the city."
    )
    balance = fields.Monetary(
        "District Owes the City",
        compute="_compute_totals",
        store=True,
        help="Below 0: the city owes the district.",
    )
    balance_text = fields.Char("To Be Paid", compute="_compute_balance_text")
    left_out = fields.Monetary(
        "Open before the Period", compute="_compute_open", help="In no statement yet, and not here."
    )
    open_amount = fields.Monetary("Open in the Period", compute="_compute_open")
    confirmed_on = fields.Date("Confirmed on", readonly=True, copy=False)
    settled_on = fields.Date(copy=False)
    means = fields.Selection(
        [("bank", "Bank transfer"), ("treasury", "Settlement between the treasuries")],
        "Way of Settlement",
        default="bank",
        required=True,
        copy=False,
    )
    reference = fields.Char("Slip or Notice No.", copy=False)
    move_id = fields.Many2one("account.move", "Demand in the Books", readonly=True, copy=False)
    settled_move_id = fields.Many2one(
        "account.move", "Settlement in the Books", readonly=True, copy=False
    )
    blockers = fields.Text("What Blocks the Next Step", compute="_compute_blockers")

    _period = models.Constraint("CHECK (date_from <= date_to)", "The period ends before it begins.")

    @api.model
    def _default_period(self):
        today = self.env["brand.workday"]._today()
        return today.replace(month=1, day=1), today

    # -- computes --------------------------------------------------------------------------------

    @api.depends("name", "district_id.name")
    def _compute_display_name(self):
        for statement in self:
            parts = (statement.name, statement.district_id.name)
            statement.display_name = " · ".join(filter(None, parts))

    @api.depends("line_ids.share", "line_ids.advanced_by")
    def _compute_totals(self):
        for statement in self:
            lines = statement.line_ids
            by_district = lines.filtered(lambda line: line.advanced_by == "district")
            theirs = sum(by_district.mapped("share"))
            ours = sum((lines - by_district).mapped("share"))
            rounded = statement.currency_id.round
            statement.line_count = len(lines)
            statement.city_advanced, statement.district_advanced = rounded(ours), rounded(theirs)
            statement.balance = rounded(ours - theirs)

    @api.depends("balance", "district_id.name")
    @api.depends_context("lang")
    def _compute_balance_text(self):
        """Who pays whom how much, in words."""
        _ = self.env._
        for statement in self:
            values = {
                "district": statement.district_id.name or "",
                "amount": statement.currency_id.format(abs(statement.balance)),
            }
            if not statement.currency_id.compare_amounts(statement.balance, 0):
                text = _("Nothing is owed between city and %(district)s.", **values)
            elif statement.balance > 0:
                text = _("%(district)s pays %(amount)s to the city.", **values)
            else:
                text = _("The city pays %(amount)s to %(district)s.", **values)
            statement.balance_text = text

    @api.depends("district_id", "policy_id", "date_from", "date_to", "line_ids")
    def _compute_open(self):
        """What no statement holds: before the period, and in it."""
        Entry = self.env["award.fund.entry"]
        for statement in self:
            if not statement.district_id or not statement.date_from:
                statement.left_out = statement.open_amount = 0.0
                continue
            domain = statement._open_domain()
            before = [("booked_on", "<", statement.date_from)]
            statement.left_out = Entry.search([*domain, *before])._net_share()
            statement.open_amount = Entry.search(
                [*domain, *statement._period_domain()]
            )._net_share()

    @api.depends("state", "line_ids", "settled_on", "reference", "left_out")
    @api.depends_context("lang", "uid")
    def _compute_blockers(self):
        for statement in self:
            statement.blockers = "\n".join(statement._blocking_texts()) or False

    def _blocking_texts(self):
        self.ensure_one()
        _, money = self.env._, self.currency_id.format
        if self.state == "draft":
            if not self.line_ids:
                return [_("No shares yet: press “Gather the shares”.")]
            return [
                _("%s was paid before this period and is in no statement.", money(amount))
                for amount in [self.left_out]
                if amount
            ]
        if self.state == "confirmed":
            return self._settling_problems()
        return []

    def _settling_problems(self):
        _ = self.env._
        texts = []
        if not self.settled_on:
            texts.append(_("Enter the day on which it was settled."))
        if not (self.reference or "").strip():
            texts.append(_("Enter the number of the bank slip or of the treasury's notice."))
        return texts if self.balance else []

    # -- CRUD ------------------------------------------------------------------------------------

    def unlink(self):
        """A draft gives its shares back to the next statement."""
        self.filtered(lambda s: s.state == "draft").line_ids.unlink()
        return super().unlink()

    # -- shares ------------------------------------------------------------------------------------

    def action_propose(self):
        """Gather every share of the district and period that no statement holds yet."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(self.env._("Shares are added to a draft only."))
        entries = self.env["award.fund.entry"].search(
            [*self._open_domain(), *self._period_domain()], order="booked_on, id"
        )
        if not entries:
            raise UserError(
                self.env._(
                    "In this period nothing was advanced for %s that is not in a statement already.",
                    self.district_id.name,
                )
            )
        # sudo: lines follow from the ledger; who may draw a statement up was checked
        self.env["award.settlement.line"].sudo().create(
            [{"settlement_id": self.id, "entry_id": entry.id} for entry in entries]
        )
        self._log_making()
        return True

    def _open_domain(self):
        """Ledger entries of this district with a share of the other level, in no statement yet."""
        self.ensure_one()
        policy = [("policy_id", "=", self.policy_id.id)] if self.policy_id else []
        return [
            ("company_id", "=", self.company_id.id),
            ("district_id", "=", self.district_id.id),
            ("kind", "in", list(SIGNS)),
            ("other_share", "!=", 0),
            ("settlement_line_ids", "=", False),
            *policy,
        ]

    def _period_domain(self):
        return [("booked_on", ">=", self.date_from), ("booked_on", "<=", self.date_to)]

    # -- transitions -------------------------------------------------------------------------------

    @transition
    def action_confirm(self, reason=None):
        """Check the statement (someone other than its maker): it becomes a demand in the books."""
        for statement in self:
            if not statement.line_ids:
                raise UserError(self.env._("%s has no shares.", statement.display_name))
            if stray := statement._stray_lines():
                raise UserError(
                    self.env._(
                        "Not of this district, policy or period, take them out: %s",
                        ", ".join(stray.claim_id.mapped("name")),
                    )
                )
            # sudo: the entry follows from the checked lines; env.user stays the person who checks
            statement = statement.sudo()
            statement.confirmed_on = self.env["brand.workday"]._today()
            statement._book_demand()

    def _stray_lines(self):
        """Lines that the statement's head, changed since, no longer covers."""
        return self.line_ids.filtered(
            lambda line: (
                line.entry_id.district_id != self.district_id
                or (self.policy_id and line.entry_id.policy_id != self.policy_id)
                or not self.date_from <= line.date <= self.date_to
            )
        )

    @transition
    def action_reopen(self, reason=None):
        """Open a confirmed statement again, with the reason; its entry in the books is cancelled."""
        if not (reason or "").strip():
            raise UserError(
                self.env._("Give the reason: an entry in the books is cancelled by this.")
            )
        for statement in self.sudo():  # as above
            statement._cancel_demand()
            statement.confirmed_on = False

    @transition
    def action_settle(self):
        """Record that the money came, or that the treasuries settled it: the demand is closed.

        Refused without the day and the number of the slip or notice, where anything is owed.
        """
        for statement in self:
            if problems := statement._settling_problems():
                raise UserError("\n".join(problems))
            # sudo: the entry follows from the statement; env.user stays the person who settles
            statement.sudo()._book_settlement()

    # -- windows -----------------------------------------------------------------------------------

    def action_view_entries(self):
        """The entries of this statement in Odoo's accounting."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entries"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("award_settlement_id", "=", self.id)],
        }

    def action_view_claims(self):
        """Claims whose shares this statement holds."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Claims"),
            "res_model": "award.claim",
            "view_mode": "list,form",
            "domain": [("id", "in", self.line_ids.claim_id.ids)],
        }
