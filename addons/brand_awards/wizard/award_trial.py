"""A policy tried on past events before it is put into force: whom it would pay, how much, from where."""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..decision import decide, explain, facts, result, rules


class AwardTrial(models.TransientModel):
    """Decides every certificate and honour of a period under a policy as if it were in force.

    Nothing is kept but this window's own rows: no claim, no decision, no entry in any ledger.
    Earlier rewards of the tried policy are those of the trial itself, so that first times, ladders
    and shared ceilings come out as they would have. Open questions stay open unless ruled.
    """

    _name = "award.trial"
    _rec_name = "policy_id"
    _description = "Trial of a Policy"

    policy_id = fields.Many2one("award.policy", required=True)
    other_id = fields.Many2one(
        "award.policy",
        "Compared with",
        domain="[('id', '!=', policy_id), ('company_id', '=', company_id)]",
        help="Another version or policy, tried on the same events.",
    )
    company_id = fields.Many2one(related="policy_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date("Awarded from", required=True)
    date_to = fields.Date("Awarded until", required=True)
    line_ids = fields.One2many("award.trial.line", "trial_id", "Events")
    sum_ids = fields.One2many("award.trial.sum", "trial_id", "Clauses")
    event_count = fields.Integer("Events Looked at", readonly=True)
    amount_total = fields.Monetary("Due in All", compute="_compute_totals")
    most_total = fields.Monetary(
        "At Most", compute="_compute_totals", help="With every open ceiling in full."
    )
    other_total = fields.Monetary("Due under the Other", compute="_compute_totals")

    @api.depends("line_ids")
    def _compute_totals(self):
        for trial in self:
            mine = trial.line_ids.filtered(lambda line, t=trial: line.policy_id == t.policy_id)
            other = trial.line_ids - mine
            trial.amount_total = sum(mine.mapped("amount"))
            trial.most_total = sum(mine.mapped("at_most"))
            trial.other_total = sum(other.mapped("amount"))

    @api.model
    def default_get(self, fields):
        """The policy comes from its form, the period is the policy's own up to today."""
        values = super().default_get(fields)
        policy = self.env["award.policy"].browse(self.env.context.get("active_id"))
        if policy and self.env.context.get("active_model") == "award.policy":
            today = self.env["brand.workday"]._today()
            values |= {
                "policy_id": policy.id,
                "other_id": policy.previous_id.id,
                "date_from": min(policy.date_from, today.replace(month=1, day=1)),
                "date_to": today,
            }
        return values

    def action_try(self):
        """Decide the period's events under one or both policies and show what came out."""
        self.ensure_one()
        self.policy_id.check_access("read")
        if self.date_from > self.date_to:
            raise UserError(self.env._("The period ends before it begins."))
        self.line_ids.unlink()
        self.sum_ids.unlink()
        # sudo: a decision sees all facts, whoever asks for it; only this window's rows are written
        events = self.sudo()._events()
        rows = []
        for policy in self.policy_id | self.other_id:
            rows += self.sudo()._decide_all(policy, events)
        self.env["award.trial.line"].create(rows)
        self.env["award.trial.sum"].create(self._sums(rows))
        self.event_count = sum(len(sources) for sources in events)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Trial of a Policy"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "current",
        }

    # -- events ------------------------------------------------------------------------------------

    def _events(self):
        """Certificates and recognitions of the period; what a certificate made is counted once."""
        period = [("company_id", "=", self.company_id.id)]
        certificates = self.env["brand.certificate"].search(
            [
                *period,
                ("date_issue", ">=", self.date_from),
                ("date_issue", "<=", self.date_to),
            ]
        )
        recognitions = self.env["award.recognition"].search(
            [
                *period,
                ("date", ">=", self.date_from),
                ("date", "<=", self.date_to),
                ("state", "=", "confirmed"),
                ("certificate_id", "=", False),
            ]
        )
        return certificates, recognitions

    def _decide_all(self, policy, events):
        """Rows of all events under one policy, in the order in which they happened."""
        Claim = self.env["award.claim"]
        known, sources = {}, {}
        for batch in filter(None, events):
            dates = {source.id: source._prepare_award_event().award_date for source in batch}
            gathered = Claim._facts_of(batch, dates)
            for source in batch:
                event = gathered[source.id].event
                known[event.key], sources[event.key] = gathered[source.id], source
        data = replace(policy._to_policy(), state=rules.ACTIVE)
        clauses = {rule.code: rule for rule in policy.rule_ids}
        promised, rows = defaultdict(list), []
        for key in sorted(known, key=lambda key: known[key].event.order):
            given = self._as_if(policy, known[key], promised)
            for decision in decide.decide_event(data, given):
                rule = clauses.get(decision.basis.rule_key, policy.rule_ids.browse())
                rows.append(self._prepare_line_vals(policy, rule, sources[key], decision))
                if decision.due:
                    promised[key].append(self._history(policy, rule, key, decision))
        return rows

    def _as_if(self, policy, given, promised):
        """Facts in which the rewards of the tried policy are those of the trial."""
        history = tuple(
            replace(
                entry,
                claims=(
                    *(claim for claim in entry.claims if claim.policy_key != policy.code),
                    *promised[entry.event.key],
                ),
            )
            for entry in given.history
        )
        rates = policy._rates_on(given.event.award_date, given.claim_date)
        return replace(given, history=history, rates=rates, ended=None, holds=())

    @api.model
    def _history(self, policy, rule, key, decision):
        return facts.HistoryClaim(
            key=f"trial:{key}",
            rule_key=rule.code or "",
            policy_key=policy.code,
            promised=decision.promised or Decimal(0),
            paid=decision.due,
        )

    def _prepare_line_vals(self, policy, rule, source, decision):
        lang = "zh" if (self.env.lang or "").startswith("zh") else "en"
        open_ceiling = decision.limit if decision.status == result.AMOUNT_OPEN else None
        return {
            "trial_id": self.id,
            "policy_id": policy.id,
            "rule_id": rule.id,
            "partner_id": source.partner_id.id,
            "event": " ".join(
                filter(None, (decision.subject.event_name, decision.subject.item_name))
            ),
            "date": decision.subject.award_date,
            "status": decision.status,
            "amount": float(decision.due or 0),
            "at_most": float(decision.due or open_ceiling or 0),
            "explanation": explain.explain(decision, lang),
        }

    # -- sums --------------------------------------------------------------------------------------

    def _sums(self, rows):
        """A row for each clause: how many, how much, and what its fund has left this year."""
        year = self.env["brand.workday"]._today().year
        groups = defaultdict(list)
        for row in rows:
            groups[row["policy_id"], row["rule_id"]].append(row)
        clauses = self.env["award.rule"].browse([rule for _policy, rule in groups if rule])
        Fund = self.env["award.fund"]
        funds = {
            code: Fund._of_year(self.company_id, code, year)
            for code in set(clauses.mapped("fund_code"))
        }
        return [
            {
                "trial_id": self.id,
                "policy_id": policy,
                "rule_id": rule,
                "fund_id": funds.get(clauses.browse(rule).fund_code, Fund).id if rule else False,
                **{
                    f"{status}_count": sum(row["status"] == status for row in group)
                    for status in result.STATUSES
                },
                "amount": sum(row["amount"] for row in group),
                "at_most": sum(row["at_most"] for row in group),
            }
            for (policy, rule), group in groups.items()
        ]


class AwardTrialSum(models.TransientModel):
    """What one clause would have paid in the trial's period."""

    _name = "award.trial.sum"
    _description = "Clause of a Trial"
    _order = "policy_id, rule_id"

    trial_id = fields.Many2one("award.trial", required=True, ondelete="cascade", index=True)
    policy_id = fields.Many2one("award.policy")
    rule_id = fields.Many2one("award.rule", "Clause")
    fund_id = fields.Many2one("award.fund")
    currency_id = fields.Many2one(related="trial_id.currency_id")
    due_count = fields.Integer("Due")
    amount_open_count = fields.Integer("To Be Set")
    held_count = fields.Integer("Held")
    nothing_count = fields.Integer("Nothing")
    amount = fields.Monetary("Reward Owed")
    at_most = fields.Monetary()
    fund_available = fields.Monetary(related="fund_id.available", string="Fund Has Left")
    is_short = fields.Boolean("Fund Too Small", compute="_compute_is_short")

    @api.depends("trial_id.sum_ids.at_most", "fund_id")
    def _compute_is_short(self):
        """A fund pays all its clauses: together they may ask for more than it has left."""
        asked = defaultdict(float)
        for row in self.trial_id.sum_ids:
            asked[row.trial_id, row.policy_id, row.fund_id] += row.at_most
        for row in self:
            total = asked[row.trial_id, row.policy_id, row.fund_id]
            row.is_short = bool(row.fund_id and row.at_most and total > row.fund_available)


class AwardTrialLine(models.TransientModel):
    """What one event would have got in the trial, and why."""

    _name = "award.trial.line"
    _description = "Event of a Trial"
    _order = "date, id"

    trial_id = fields.Many2one("award.trial", required=True, ondelete="cascade", index=True)
    policy_id = fields.Many2one("award.policy")
    rule_id = fields.Many2one("award.rule", "Clause")
    partner_id = fields.Many2one("res.partner", "Recipient")
    currency_id = fields.Many2one(related="trial_id.currency_id")
    event = fields.Char()
    date = fields.Date("Awarded on")
    status = fields.Selection(
        [
            (result.DUE, "To be rewarded"),
            (result.NOTHING, "Nothing due"),
            (result.HELD, "Held for a ruling"),
            (result.AMOUNT_OPEN, "Amount to be set"),
        ]
    )
    amount = fields.Monetary("Reward Owed")
    at_most = fields.Monetary()
    explanation = fields.Text()
