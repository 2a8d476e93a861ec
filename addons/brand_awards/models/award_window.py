from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class AwardWindow(models.Model):
    """When a policy takes applications for its rewards (申报通知): first and last day belong to it."""

    _name = "award.window"
    _description = "Application Window"
    _inherit = ["brand.input.mixin", "mail.thread"]
    _order = "date_from desc, id desc"

    name = fields.Char(required=True, translate=True, help="As the notice calls it.")
    policy_id = fields.Many2one("award.policy", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="policy_id.company_id", store=True, index=True)
    rule_codes = fields.Char(
        "Only for the Clauses", help="Keys of clauses, such as zz-9,zz-10. Empty: every clause."
    )
    date_from = fields.Date("First Day", required=True, tracking=True)
    date_to = fields.Date("Last Day", required=True, tracking=True, help="Until 24:00.")
    document_no = fields.Char("Document No.", required=True, tracking=True)
    is_open_today = fields.Boolean("Open Today", compute="_compute_is_open_today")

    _period = models.Constraint(
        "CHECK (date_from <= date_to)", "A window does not end before it begins."
    )

    @api.depends("date_from", "date_to")
    def _compute_is_open_today(self):
        today = self.env["brand.workday"]._today()
        for window in self:
            window.is_open_today = bool(
                window.date_from and window.date_to and window.date_from <= today <= window.date_to
            )

    @api.constrains("rule_codes", "policy_id")
    def _check_rule_codes(self):
        for window in self:
            # sudo: keys of clauses are no secret to whoever may write a window
            known = set(window.sudo().policy_id.rule_ids.mapped("code"))
            unknown = [code for code in window._codes() if code not in known]
            if unknown:
                raise ValidationError(
                    self.env._("The policy has no clause: %s", ", ".join(unknown))
                )

    def write(self, vals):
        """A day that was promised is not taken back: an open window may be prolonged only."""
        if not self.env.su and "date_to" in vals:
            today = self.env["brand.workday"]._today()
            end = fields.Date.to_date(vals["date_to"])
            shortened = self.filtered(lambda w: w.date_from <= today and end and end < w.date_to)
            if shortened:
                raise UserError(
                    self.env._(
                        "Open already, may be prolonged only: %s",
                        ", ".join(shortened.mapped("name")),
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_before_the_first_day(self):
        today = self.env["brand.workday"]._today()
        begun = self.filtered(lambda w: w.date_from <= today)
        if begun:
            raise UserError(
                self.env._(
                    "Kept for the record, cannot be deleted: %s", ", ".join(begun.mapped("name"))
                )
            )

    def _codes(self):
        return [part.strip() for part in (self.rule_codes or "").split(",") if part.strip()]

    @api.model
    def _windows_of(self, rules):
        """``{rule: the window that matters today}``: the open one, else the next, else the last.

        Windows hold for every version of a policy. One query for all clauses.
        """
        today = self.env["brand.workday"]._today()
        # sudo: when applications are taken is no secret
        policies = rules.sudo().policy_id
        windows = self.sudo().search(
            [
                ("policy_id.code", "in", policies.mapped("code")),
                ("company_id", "in", policies.company_id.ids),
            ],
            order="date_from, id",
        )
        return {rule: windows._window_for(rule.sudo(), today) for rule in rules}

    def _window_for(self, rule, today):
        mine = self.filtered(
            lambda w: (
                w.policy_id.code == rule.policy_id.code
                and w.company_id == rule.company_id
                and (not w._codes() or rule.code in w._codes())
            )
        )
        opened = mine.filtered(lambda w: w.date_from <= today <= w.date_to).sorted("date_to")
        later = mine.filtered(lambda w: w.date_from > today)
        return opened[-1:] or later[:1] or mine.sorted("date_to")[-1:]
