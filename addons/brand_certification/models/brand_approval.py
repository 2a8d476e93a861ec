"""Approvals by levels on the transition mixin: who agreed to what, and whether it still fits."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date


class BrandApproval(models.Model):
    """One person's approval of one record at one level. Append-only.

    An approval counts as long as the record has not moved since (``after_transition_id``) and what
    was approved is still the same (``fingerprint``): a returned or changed case loses its approvals
    without anybody touching a row.
    """

    _name = "brand.approval"
    _description = "Approval"
    _inherit = ["brand.append.only.mixin"]
    _order = "id desc"

    level_id = fields.Many2one("brand.approval.level", required=True, readonly=True)
    model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record ID", model_field="model", required=True, readonly=True, index=True
    )
    record_name = fields.Char("Record", readonly=True)
    step = fields.Char("Before the Step", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Approved by", required=True, readonly=True)
    on_behalf_of_id = fields.Many2one("res.users", "On Behalf of", readonly=True)
    date = fields.Datetime(default=fields.Datetime.now, required=True, readonly=True)
    reason = fields.Text("Opinion", readonly=True)
    document_no = fields.Char("Document No.", readonly=True)
    after_transition_id = fields.Many2one("brand.transition", readonly=True)
    fingerprint = fields.Char(readonly=True)
    company_id = fields.Many2one("res.company", "City", readonly=True)

    # One person's approval of one state of one record exists once, also under parallel clicks.
    _once = models.UniqueIndex(
        "(model, res_id, step, user_id, COALESCE(after_transition_id, 0), COALESCE(fingerprint, ''))",
        "You have already approved this.",
    )

    @api.model
    def _approve(self, records, step, reason=None, document_no=None):
        """Leave this user's approval on ``records``; return those whose levels are now complete."""
        levels = self.env["brand.approval.level"]._levels_of_step(records._name, step)
        given = self._valid_approvals(records, step)
        complete, rows = records.browse(), []
        for record in records:
            mine = levels.filtered(lambda level, r=record: level._applies_to(r.sudo()))
            level = self._next_level(mine, given[record.id])
            behalf = self._check_may_approve(record, step, level, given[record.id])
            rows.append(self._prepare_vals(record, step, level, behalf, reason, document_no))
            have = len(given[record.id].filtered(lambda a, lv=level: a.level_id == lv)) + 1
            if level == mine[-1:] and have >= level.people:
                complete |= record
        # sudo: approvals are written by steps only, after the level was checked
        self.sudo().create(rows)
        return complete

    @api.model
    def _next_level(self, levels, given):
        for level in levels:
            if len(given.filtered(lambda a, lv=level: a.level_id == lv)) < level.people:
                return level
        return levels[-1:]

    @api.model
    def _is_complete(self, levels, given):
        """Whether these approvals satisfy all of these levels."""
        return all(
            len(given.filtered(lambda a, lv=level: a.level_id == lv)) >= level.people
            for level in levels
        )

    def _check_may_approve(self, record, step, level, given):
        """The approver's role, and that he has not approved this record at any level."""
        user, group = self.env.user, level.group_id
        counted = given.user_id | given.on_behalf_of_id
        behalf = self.env["res.users"]
        if group not in user.all_group_ids:
            absent = self.env["brand.standin"]._absent_with_group(group)
            if not absent:
                raise AccessError(
                    self.env._(
                        "%(record)s waits for “%(level)s” (%(group)s).",
                        record=record.display_name,
                        level=level.name,
                        group=group.sudo().name,
                    )
                )
            # Who has counted already cannot count again through a stand-in
            behalf = (absent - counted)[:1] or absent[:1]
            record._check_segregation(step, behalf)
        if (user | behalf) & counted:
            raise AccessError(
                self.env._(
                    "%s: one person counts once, over all levels. Somebody else must approve.",
                    record.display_name,
                )
            )
        return behalf

    def _prepare_vals(self, record, step, level, behalf, reason, document_no):
        return {
            "level_id": level.id,
            "model": record._name,
            "res_id": record.id,
            "record_name": record.display_name,
            "step": step,
            "user_id": self.env.uid,
            "on_behalf_of_id": behalf.id,
            "reason": reason,
            "document_no": document_no,
            "after_transition_id": record.sudo().transition_ids[:1].id,
            "fingerprint": record._approval_fingerprint(),
            "company_id": record.sudo().company_id.id,
        }

    @api.model
    def _valid_approvals(self, records, step):
        """``{record id: approvals that still count}``, in two queries for the whole batch."""
        # sudo: a level must see all approvals, also those of persons the user may not see
        rows = self.sudo().search(
            [("model", "=", records._name), ("res_id", "in", records.ids), ("step", "=", step)]
        )
        by_record = {record.id: self.browse() for record in records}
        # of the batch, not browsed one by one: their logs are then read together
        known = {record.id: record for record in records.sudo()}
        for row in rows:
            record = known[row.res_id]
            is_unmoved = row.after_transition_id == record.transition_ids[:1]
            if is_unmoved and record._approval_still_fits(row):
                by_record[row.res_id] |= row
        return by_record


class BrandTransitionMixin(models.AbstractModel):
    _inherit = "brand.transition.mixin"

    approval_ids = fields.One2many(
        "brand.approval",
        "res_id",
        string="Approvals",
        domain=lambda self: [("model", "=", self._name)],
        readonly=True,
        copy=False,
    )
    approval_waiting = fields.Char("Waiting for", compute="_compute_approval_waiting")

    def _is_subject_to_levels(self, step):
        """Whether configured levels stand before ``step`` of this record at all."""
        return True

    def _approval_still_fits(self, row):
        """Whether what an earlier approval was given for is what stands here today."""
        self.ensure_one()
        return (row.fingerprint or "") == (self._approval_fingerprint() or "")

    def _check_segregation(self, step, behalf=None):
        """As for steps taken: whoever approved before another step, at whatever level, acted."""
        super()._check_segregation(step, behalf)
        if not self[:1]._duty(step):
            return
        if behalf is None:
            behalf = self.env["brand.standin"]._acting_for(self._step_groups(step))
        rows = self._approvals_of_other_duties(step, self.env.user | behalf)
        if rows:
            raise AccessError(
                self.env._(
                    "One person has one duty over one file. %(user)s has already acted here: %(acts)s",
                    user=self.env.user.name,
                    acts=", ".join(
                        dict.fromkeys(f"{row.record_name} ({row.level_id.name})" for row in rows)
                    ),
                )
            )

    def _approvals_of_other_duties(self, step, users):
        """Approvals that ``users`` left here before steps that are another duty than ``step``."""
        duty = self[:1]._duty(step)
        others = [
            other for other in self._approval_steps if self[:1]._duty(other) not in (None, duty)
        ]
        # sudo: every opinion binds its author, also those that the acting user may not read
        Approval = self.env["brand.approval"].sudo()
        if not duty or not others:
            return Approval
        return Approval.search(
            [
                ("model", "=", self._name),
                ("res_id", "in", self.ids),
                ("step", "in", others),
                "|",
                ("user_id", "in", users.ids),
                ("on_behalf_of_id", "in", users.ids),
            ]
        )

    def _approval_fingerprint(self):
        """What is approved, in a word: when it changes, earlier approvals no longer count."""
        self.ensure_one()
        field = self._approval_amount_field
        return f"{self.sudo()[field]:.2f}" if field else ""

    @api.depends("state")
    @api.depends_context("lang")
    def _compute_approval_waiting(self):
        """Who has it now and since when, for records that wait before an approval step."""
        self.approval_waiting = False
        Level = self.env["brand.approval.level"]
        for step in self._approval_steps:
            levels = Level._levels_of_step(self._name, step)
            waiting = self.filtered(lambda r, s=step: r.state in r._transitions[s][0] and r.id)
            if not levels or not waiting:
                continue
            Approval = self.env["brand.approval"]
            given = Approval._valid_approvals(waiting, step)
            for record in waiting:
                mine = levels.filtered(lambda level, r=record: level._applies_to(r.sudo()))
                # one whose levels have all agreed waits for something else, such as money
                if not Approval._is_complete(mine, given[record.id]):
                    level = Approval._next_level(mine, given[record.id])
                    record.approval_waiting = self._waiting_text(record, level)

    def _held_since(self):
        """When the record came to who has it now: the last approval, else its last step."""
        sudo = self.sudo()
        moves = (sudo.approval_ids[:1].date, sudo.transition_ids[:1].date)
        since = max(filter(None, moves), default=sudo.create_date)
        return since and since.replace(microsecond=0)

    def _day_in_words(self, moment):
        day = moment and fields.Datetime.context_timestamp(self, moment).date()
        return format_date(self.env, day, date_format="long") if day else ""

    def _waiting_text(self, record, level):
        since = record._held_since()
        return self.env._(
            "%(level)s (%(group)s), since %(since)s",
            level=level.name,
            group=level.group_id.sudo().name,
            since=self._day_in_words(since) or "…",
        )
