"""Until when a check waits for whom: to be made, its consequence approved, its result published."""

from odoo import api, fields, models
from odoo.fields import Domain

from .brand_certificate import RUNNING_STATES

_OFFICER = "brand_certification.group_officer"


class BrandSurveillance(models.Model):
    """A check is marked, reminded of and escalated as every other file is."""

    _name = "brand.surveillance"
    _inherit = ["brand.surveillance", "brand.deadline.mixin"]

    _system_fields = frozenset({"due_step"})

    due_step = fields.Selection(
        [
            ("check", "To be checked"),
            ("approve", "Consequence to be approved"),
            ("publish", "Result to be published"),
        ],
        "Waits for",
        compute="_compute_due_on",
        store=True,
        index=True,
    )
    due_on = fields.Date(compute="_compute_due_on", store=True)
    due_holder = fields.Char("Who Has It, since When", compute="_compute_due_holder")

    @api.depends(
        "state", "date_planned", "approval", "publish_due", "published_on", "certificate_id.state"
    )
    def _compute_due_on(self):
        """The day by which the check is made; then that of publication, before which the proposed
        consequence is approved. A check that has not begun ends with its certificate (E6)."""
        for check in self:
            # sudo: inspectors do not read certificates
            has_ended = check.sudo().certificate_id.state not in RUNNING_STATES
            if check.published_on or (check.state == "planned" and has_ended):
                check.due_step = check.due_on = False
            elif check.state != "done":
                check.due_step, check.due_on = "check", check.date_planned
            else:
                check.due_step = "approve" if check.approval == "waiting" else "publish"
                check.due_on = check.publish_due

    @api.depends("due_step", "inspector_ids", "kind", "body_id")
    @api.depends_context("lang")
    def _compute_due_holder(self):
        # sudo: when the record last moved and who has it, of a check that the user may read
        rows = (
            self.env["brand.transition"]
            .sudo()
            ._read_group(
                [("model", "=", self._name), ("res_id", "in", self.ids)], ["res_id"], ["date:max"]
            )
        )
        moved = dict(rows)
        for check in self:
            since = moved.get(check._origin.id) or check.create_date
            check.due_holder = check.due_step and self.env._(
                "%(who)s, since %(day)s",
                who=check.sudo()._due_office(),
                day=self.env["brand.portal"]._day(since) if since else "…",
            )

    def _due_office(self):
        """Who has the check now: persons of the office, else the office by its name."""
        _ = self.env._
        if self.due_step == "check" and self.inspector_ids:
            return _("Inspectors: %s", ", ".join(self.inspector_ids.mapped("name")))
        if self.kind == "body" and self.due_step != "publish":
            return self.body_id.name
        return _("Approver of the city") if self.due_step == "approve" else _("The city's office")

    @api.model
    def _due_domain(self):
        return super()._due_domain() & Domain("due_step", "!=", False)

    def _due_holders(self):
        """Its inspectors; the deciders of the body for its own checks; else the office."""
        checks = self.sudo()
        deciders = self.env["brand.body"]._deciders(checks.body_id)
        in_city, holders = {}, {}
        for check in checks:
            users = check.inspector_ids if check.due_step == "check" else self.env["res.users"]
            if not users and check.kind == "body" and check.due_step != "publish":
                users = deciders.get(check.body_id.partner_id, users)
            if not users:
                group = check._due_group()
                key = (group, check.company_id)
                if key not in in_city:
                    in_city[key] = check._group_users([group], check.company_id)
                users = in_city[key]
            holders[check.id] = users
        return holders

    def _due_group(self):
        return "brand_certification.group_approver" if self.due_step == "approve" else _OFFICER

    def _due_text(self):
        label = dict(self._fields["due_step"]._description_selection(self.env)).get(self.due_step)
        return f"{self.display_name} · {label}" if label else self.display_name
