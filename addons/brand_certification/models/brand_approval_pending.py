"""What waits for an approval level: whose turn it is, since when, until when."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# What may change of a row while level and time stay
_TOLD = ("missing", "record_name", "office_name")


class BrandApprovalLevel(models.Model):
    _inherit = "brand.approval.level"

    days = fields.Integer(
        "Limit (working days)",
        default=5,
        help="Within which the level approves; 0: no limit. Who holds it is reminded before and on"
        " the last day; after it the case is marked, and those above are told.",
    )

    _days_positive = models.Constraint("CHECK (days >= 0)", "A limit cannot be negative.")


class BrandTransitionMixin(models.AbstractModel):
    _inherit = "brand.transition.mixin"

    def _awaits_approval(self, step, approvals):
        """Whether a record that stands before ``step`` has been put to its levels.

        :param approvals: those given so far that still count
        """
        self.ensure_one()
        return bool(approvals) or self.state != self._initial_state

    def _barred_users(self, step, users):
        """``{record id: those of users who have another duty over it, or are recused}``.

        As ``_check_segregation`` asks of one record, for a list; three queries however long it is.
        """
        duties = self.env["brand.transition"]._duties_of(users, self._transition_files())
        by_file = duties.grouped("file_id")
        opinions = self._approvals_of_other_duties(step, users).grouped("res_id")
        barred = {}
        for record in self:
            found, duty = record._recused_users() & users, record._duty(step)
            for file in record._transition_files() if duty else ():
                others = by_file.get(file.id, duties.browse()).filtered(
                    lambda row, d=duty: row.duty != d
                )
                found |= (others.user_id | others.on_behalf_of_id) & users
            if duty and record.id in opinions:
                rows = opinions[record.id]
                found |= (rows.user_id | rows.on_behalf_of_id) & users
            barred[record.id] = found
        return barred


class BrandDecision(models.Model):
    _inherit = "brand.decision"

    def _awaits_approval(self, step, approvals):
        """A meeting is prepared in draft: it waits as soon as it has something to decide on."""
        return bool(self.line_ids)


class BrandConversion(models.Model):
    _inherit = "brand.conversion"

    def _awaits_approval(self, step, approvals):
        """As a meeting's: once it lists what it converts."""
        return bool(self.line_ids)


class BrandApprovalPending(models.Model):
    """One record that waits for one level. Follows from records, levels and approvals, and is
    brought up to date whenever somebody looks and before anybody is reminded."""

    _name = "brand.approval.pending"
    _description = "Pending Approval"
    _inherit = ["brand.deadline.mixin"]
    _order = "due_on, since, id"
    _rec_name = "record_name"

    model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record ID", model_field="model", required=True, readonly=True, index=True
    )
    record_name = fields.Char("Record", readonly=True)
    step = fields.Char("Before the Step", required=True, readonly=True)
    step_label = fields.Char("Step Name", compute="_compute_step_label")
    level_id = fields.Many2one(
        "brand.approval.level", required=True, readonly=True, index=True, ondelete="cascade"
    )
    group_id = fields.Many2one(related="level_id.group_id", string="Who Has It", store=True)
    office_name = fields.Char(
        "District or Department", readonly=True, help="Empty: anybody of the group, city-wide."
    )
    missing = fields.Integer("People Still to Approve", readonly=True)
    since = fields.Datetime("Has It since", readonly=True)
    approved_by_ids = fields.Many2many("res.users", string="Approved so Far by", readonly=True)
    company_id = fields.Many2one("res.company", "City", required=True, readonly=True, index=True)
    is_mine = fields.Boolean("My Turn", compute="_compute_is_mine", search="_search_is_mine")

    _once = models.UniqueIndex("(model, res_id, step)", "A record waits for one level at a time.")

    @api.depends("model", "step")
    @api.depends_context("lang")
    def _compute_step_label(self):
        for row in self:
            row.step_label = self.env["brand.transition"]._label_of_step(row.model, row.step)

    # -- whose turn ----------------------------------------------------------------------------

    def _groups_of_user(self):
        """Groups in whose name the user may approve today: his own, and of those he stands in for."""
        people = self.env.user | self.env["brand.standin"]._absent_persons()
        return people.all_group_ids

    @api.depends("group_id", "approved_by_ids")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self._origin._waiting_for_user()
        for row in self:
            row.is_mine = row._origin in mine

    @api.model
    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        rows = self.search(
            Domain("group_id", "in", self._groups_of_user().ids)
            & Domain("approved_by_ids", "not in", self.env.uid)
        )
        mine = Domain("id", "in", rows._waiting_for_user().ids)
        return mine if True in value else ~mine

    def _waiting_for_user(self):
        """Those that the user may approve today, as the step itself would ask.

        By his role or for somebody absent; for the office that the level names; neither approved
        by him nor recused; and without another duty over the file. Some queries a kind of record.
        """
        absent = self.env["brand.standin"]._absent_persons()
        mine = self.browse()
        # sudo: whose turn it is follows from the whole log, also from what the user does not read
        for (model, step), rows in self.sudo().grouped(lambda r: (r.model, r.step)).items():
            records = self.env[model].sudo().browse(rows.mapped("res_id")).exists()
            barred = records._barred_users(step, self.env.user | absent)
            by_id = records.grouped("id")
            for row in rows.filtered(lambda r, known=by_id: r.res_id in known):
                acting = row._acting_users(absent)
                if acting & (row.approved_by_ids | barred[row.res_id]):
                    continue
                if any(row.level_id._acts_here(user, by_id[row.res_id]) for user in acting):
                    mine |= row.sudo(False)
        return mine

    def _acting_users(self, absent):
        """Who acts when the user approves this row: he, and for whom; nobody without the role."""
        self.ensure_one()
        user, group = self.env.user, self.group_id
        if group in user.all_group_ids:
            return user
        behalf = absent.filtered(lambda a: group in a.all_group_ids) - self.approved_by_ids
        return user | behalf[:1] if behalf else self.env["res.users"]

    def _due_holders(self):
        """Who may approve at the level, with their stand-ins, without those who have approved."""
        today = self.env["brand.workday"]._today()
        # sudo: whom to remind is the system's knowledge
        away = self.env["brand.standin"].sudo()
        away = away.search([("date_from", "<=", today), ("date_to", ">=", today)])
        holders = {}
        for row in self.sudo():
            users = row.group_id.all_user_ids.filtered(
                lambda user, r=row: user.active and r.company_id in user.company_ids
            )
            acting = away.filtered(
                lambda s, u=users, r=row: s.absent_id in u and s.company_id == r.company_id
            ).standin_id
            holders[row.id] = (users | acting) - row.approved_by_ids
        return holders

    def _due_text(self):
        return f"{self.record_name} · {self.level_id.name}"

    def _due_target(self):
        return self.env[self.model].browse(self.res_id)

    # -- up to date ----------------------------------------------------------------------------

    @api.model
    def _synchronise(self):
        """Bring the rows in line with what waits now; a row that is still right stays untouched."""
        # sudo: the register of what waits is kept by the system, for every city
        levels = self.env["brand.approval.level"].sudo().search([("active", "=", True)])
        wanted = {}
        for (model, step), group in levels.grouped(lambda lv: (lv.model, lv.step)).items():
            wanted |= self._waiting(model, step, group)
        rows = self.sudo().search([("res_id", "!=", False)])
        known = {(row.model, row.res_id, row.step): row for row in rows}
        rows.filtered(lambda r: (r.model, r.res_id, r.step) not in wanted).unlink()
        new, limits = [], defaultdict(list)
        for key, vals in wanted.items():
            row = known.get(key)
            if not row:
                new.append(vals)
            elif (row.level_id.id, row.since) != (vals["level_id"], vals["since"]):
                row.write(vals)
                limits[vals["level_id"], vals["since"]].append(row.id)
            elif any((row[name] or "") != (vals[name] or "") for name in _TOLD):
                row.write(vals)
        for row in self.sudo().create(new):
            limits[row.level_id.id, row.since].append(row.id)
        for (level_id, since), ids in limits.items():
            days = levels.browse(level_id).days
            start = self.env["brand.portal"]._day(since)
            self.browse(ids)._start_limit(days, start)

    @api.model
    def _waiting(self, model, step, levels):
        """``{(model, id, step): values}`` of the records that wait for one of ``levels``."""
        Approval = self.env["brand.approval"]
        origins = self.env[model]._transitions[step][0]
        records = (
            self.env[model]
            .sudo()
            .search([("state", "in", origins), ("company_id", "in", levels.company_id.ids)])
        )
        given = Approval._valid_approvals(records, step)
        found = {}
        for record in records:
            mine = levels.filtered(lambda level, r=record: level._applies_to(r))
            approvals = given[record.id]
            if Approval._is_complete(mine, approvals):
                continue
            if not record._awaits_approval(step, approvals):
                continue
            level = Approval._next_level(mine, approvals)
            have = approvals.filtered(lambda a, lv=level: a.level_id == lv)
            found[model, record.id, step] = {
                "model": model,
                "res_id": record.id,
                "record_name": record.display_name,
                "step": step,
                "level_id": level.id,
                "office_name": level._office_name(record),
                "missing": level.people - len(have),
                "since": record._held_since(),
                "approved_by_ids": [
                    (6, 0, (approvals.user_id | approvals.on_behalf_of_id).ids),
                ],
                "company_id": record.company_id.id,
            }
        return found

    @api.model
    def _collect_reminders(self, digest, today, calendar):
        self._synchronise()
        return super()._collect_reminders(digest, today, calendar)

    # -- screens -------------------------------------------------------------------------------

    @api.model
    def action_open_list(self):
        """What waits for approval now, one's own turn first."""
        self.check_access("read")
        self._synchronise()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "brand_certification.brand_approval_pending_action"
        )

    def action_open_record(self):
        """The record that waits.

        :raises UserError: when it waits no more, or is not the reader's to see
        """
        self.ensure_one()
        target = self._due_target()
        if not target.exists() or not target.has_access("read"):
            raise UserError(self.env._("You do not work on %s.", self.record_name))
        return {
            "type": "ir.actions.act_window",
            "res_model": self.model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
