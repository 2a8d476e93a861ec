from odoo import api, fields, models

from ..decision import explain, result


class AwardDecision(models.Model):
    """What was decided about one event under one clause, and why. Append-only, frozen.

    It exists also where nothing is due, so that "why not" can be told to a caller. A later decision
    on the same claim is another row; the claim points to the last one.
    """

    _name = "award.decision"
    _description = "Reward Decision"
    _inherit = ["brand.append.only.mixin"]
    _order = "id desc"

    company_id = fields.Many2one("res.company", "City", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    district_id = fields.Many2one("brand.district", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", "Recipient", required=True, readonly=True, index=True
    )
    certificate_id = fields.Many2one(
        "brand.certificate", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    recognition_id = fields.Many2one(
        "award.recognition", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    event_name = fields.Char(
        "What Was Decided on", compute="_compute_event_name", compute_sudo=True
    )
    claim_id = fields.Many2one("award.claim", readonly=True, index="btree_not_null")
    policy_id = fields.Many2one("award.policy", readonly=True)
    rule_id = fields.Many2one("award.rule", "Clause", readonly=True)
    rule_version = fields.Integer("Version", readonly=True)
    event_key = fields.Char(readonly=True, index=True)
    status = fields.Selection(
        [
            (result.DUE, "To be rewarded"),
            (result.NOTHING, "Nothing due"),
            (result.HELD, "Held for a ruling"),
            (result.AMOUNT_OPEN, "Amount to be set"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    reason = fields.Char("Reason Code", readonly=True)
    date = fields.Datetime(default=fields.Datetime.now, required=True, readonly=True)
    promised = fields.Monetary(readonly=True)
    ceiling = fields.Monetary(readonly=True)
    paid_before = fields.Monetary(readonly=True)
    taken_off = fields.Monetary(readonly=True)
    limit_amount = fields.Monetary("Limit", readonly=True)
    due = fields.Monetary("Reward Owed", readonly=True)
    tax = fields.Monetary(readonly=True)
    net = fields.Monetary(readonly=True)
    frozen = fields.Json("Decision as Data", readonly=True)
    explanation_zh = fields.Text("Explanation in Chinese", readonly=True)
    explanation_en = fields.Text("Explanation in English", readonly=True)
    explanation = fields.Text(compute="_compute_explanation")
    calculation = fields.Text("Calculation Sheet", compute="_compute_calculation")

    @api.depends("rule_id", "partner_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for row in self:
            parts = (row.rule_id.display_name, row.partner_id.name)
            row.display_name = " · ".join(filter(None, parts)) or self.env._("No policy")

    @api.depends("certificate_id.product_name", "recognition_id.honour_id.name")
    def _compute_event_name(self):
        for row in self:
            honour = row.recognition_id.honour_id.name
            row.event_name = row.certificate_id.product_name or honour

    @api.depends("explanation_zh", "explanation_en")
    @api.depends_context("lang")
    def _compute_explanation(self):
        """The paragraph to be read out, in the reader's language (Chinese unless English)."""
        is_english = (self.env.lang or "").startswith("en")
        for row in self:
            row.explanation = row.explanation_en if is_english else row.explanation_zh

    @api.depends("frozen")
    @api.depends_context("lang")
    def _compute_calculation(self):
        """Every sentence of every step, numbered as decision/decide.py numbers them."""
        lang = self.env.lang or "zh_CN"
        for row in self:
            steps = ()
            if row.frozen:
                steps = explain.calculation(result.from_json(row.frozen), lang)
            row.calculation = "\n".join(f"{step}. {text}" for step, text in steps)

    def _status_text(self):
        """In a few words, why this decision does not lead to a payment yet."""
        self.ensure_one()
        _ = self.env._
        if self.status == result.HELD and self.frozen:
            lang = self.env.lang or "zh_CN"
            asked = result.from_json(self.frozen).open_questions
            return _(
                "Held for a ruling: %s", ", ".join(explain.question(one, lang) for one in asked)
            )
        words = dict(self._fields["status"]._description_selection(self.env))
        return words[self.status]

    @api.model
    def _told(self, decision):
        """A pure decision as a paragraph, in the reader's language (Chinese unless English)."""
        is_english = (self.env.lang or "").startswith("en")
        return explain.explain(decision, "en_US" if is_english else "zh_CN")

    @api.model
    def _prepare_vals(self, source, policy, decision, rule):
        """Values of a row from the pure ``decision``; unknown amounts are 0, the status tells."""
        known = {
            "promised": decision.promised,
            "ceiling": decision.ceiling,
            "paid_before": decision.paid_before,
            "taken_off": decision.taken_off,
            "limit_amount": decision.limit,
            "due": decision.due,
            "tax": decision.tax,
            "net": decision.net,
        }
        return self._prepare_source_vals(source) | {
            "policy_id": policy.id,
            "rule_id": rule.id,
            "rule_version": decision.basis.rule_version,
            "status": decision.status,
            "reason": decision.reason,
            "frozen": result.to_json(decision),
            "explanation_zh": explain.explain(decision, "zh_CN"),
            "explanation_en": explain.explain(decision, "en_US"),
            **{name: float(amount or 0) for name, amount in known.items()},
        }

    @api.model
    def _prepare_no_policy_vals(self, source):
        """Row that says: this city has no reward policy for the day of the event."""
        name = source._prepare_award_event().name
        return self._prepare_source_vals(source) | {
            "status": result.NOTHING,
            "reason": "no_policy",
            "explanation_zh": f"本市在该日期没有涉及{name}的奖励政策，因此没有应奖励金额。",
            "explanation_en": f"The city has no reward policy on {name} for this day; nothing is due.",
        }

    @api.model
    def _prepare_source_vals(self, source):
        field = self.env["award.claim"]._source_field(source)
        return {
            "company_id": source.company_id.id,
            "district_id": source.district_id.id,
            "partner_id": source.partner_id.commercial_partner_id.id,
            "event_key": source._award_event_key(),
            field: source.id,
        }
