"""Reminders before approvals, scopes, qualifications and declarations end: 60 and 30 days ahead."""

from collections import defaultdict

from odoo import api, fields, models

STAGES = (60, 30)


class BrandBody(models.Model):
    _inherit = "brand.body"

    reminded_on = fields.Date(readonly=True, copy=False)

    def write(self, vals):
        """A prolonged approval is reminded of anew."""
        if "valid_to" in vals:
            vals = {**vals, "reminded_on": False}
        return super().write(vals)

    @api.model
    def _cron_remind_expiry(self):
        """One digest for each body and one for each city's managers, of what ends soon.

        Each item is told once at 60 and once at 30 days ahead. Bodies are taken in batches that
        commit their progress; a run that was broken off goes on where it was.
        """
        self._remind_bodies()
        self._remind_of_experts()

    def _remind_bodies(self):
        today = self.env["brand.workday"]._today()
        bodies = self.search([("state", "in", ("candidate", "member", "suspended"))])
        remaining = len(bodies)
        for start in range(0, len(bodies), 100):
            batch = bodies[start : start + 100].try_lock_for_update()
            due = batch._due_items(today)
            lines_of = defaultdict(list)
            for body in batch:
                texts = [text for _record, text in due[body.id]]
                subject = self.env._("What ends soon")
                self.env["brand.digest"]._tell(body, body.partner_id, subject, texts)
                lines_of[body.company_id] += [f"{body.name}: {text}" for text in texts]
            for company, lines in lines_of.items():
                self.env["brand.digest"]._tell_managers(
                    company, self.env._("Approvals and qualifications that end soon"), lines
                )
            for records in self._by_model(item for items in due.values() for item in items):
                records.write({"reminded_on": today})
            remaining -= 100
            if not self.env["ir.cron"]._commit_progress(len(batch), remaining=max(remaining, 0)):
                return

    @api.model
    def _by_model(self, items):
        """Records of ``(record, text)``, as one recordset a model."""
        found = {}
        for record, _text in items:
            found[record._name] = found.get(record._name, record.browse()) | record
        return found.values()

    def _due_items(self, today):
        """``{body id: [(record, sentence)]}`` of what ends soon and has not been told yet."""
        _, day = self.env._, self.env["brand.portal"]._long_date
        due = defaultdict(list)
        for body in self.filtered(lambda b: _is_due(b.valid_to, b.reminded_on, today)):
            due[body.id].append((body, _("The approval ends on %s.", day(body.valid_to))))
        for scope in self.scope_ids.filtered(lambda s: _is_due(s.date_to, s.reminded_on, today)):
            text = _(
                "The scope %(scope)s ends on %(date)s.",
                scope=scope.display_name,
                date=day(scope.date_to),
            )
            due[scope.body_id.id].append((scope, text))
        assessors = self.env["brand.assessor"].search(
            [("body_id", "in", self.ids), ("state", "=", "active")]
        )
        for body_id, items in assessors._due_items(today).items():
            due[body_id] += items
        return due

    @api.model
    def _remind_of_experts(self):
        """Experts belong to no body: each is told, and the managers get the list."""
        today = self.env["brand.workday"]._today()
        experts = self.env["brand.assessor"].search(
            [("kind", "=", "expert"), ("state", "=", "active")]
        )
        items = experts._due_items(today)[False]
        lines_of = defaultdict(list)
        for record, text in items:
            expert = record if record._name == "brand.assessor" else record.assessor_id
            self.env["brand.digest"]._tell(
                expert, expert.partner_id, self.env._("What ends soon"), [text]
            )
            lines_of[expert.company_id].append(text)
        for company, lines in lines_of.items():
            self.env["brand.digest"]._tell_managers(
                company, self.env._("Qualifications of experts that end soon"), lines
            )
        for records in self._by_model(items):
            records.write({"reminded_on": today})


class BrandAssessor(models.Model):
    _inherit = "brand.assessor"

    def write(self, vals):
        """A new declaration is reminded of anew."""
        if "declared_on" in vals:
            vals = {**vals, "reminded_on": False}
        return super().write(vals)

    def _due_items(self, today):
        """As for bodies, by body; under False for experts."""
        _, day = self.env._, self.env["brand.portal"]._long_date
        due = defaultdict(list)
        for row in self.qualification_ids.filtered(
            lambda q: q.is_confirmed and _is_due(q.date_to, q.reminded_on, today)
        ):
            person = row.assessor_id
            text = _(
                "%(person)s: %(qualification)s ends on %(date)s.",
                person=person.name,
                qualification=row.name,
                date=day(row.date_to),
            )
            due[person.body_id.id].append((row, text))
        for person in self.filtered(lambda a: _is_due(a.declaration_to, a.reminded_on, today)):
            text = _(
                "%(person)s: the declaration of interests ends on %(date)s.",
                person=person.name,
                date=day(person.declaration_to),
            )
            due[person.body_id.id].append((person, text))
        return due


class BrandAssessorQualification(models.Model):
    _inherit = "brand.assessor.qualification"

    def write(self, vals):
        """A prolonged qualification is reminded of anew."""
        if "date_to" in vals:
            vals = {**vals, "reminded_on": False}
        return super().write(vals)


def _is_due(end, reminded_on, today):
    """Whether a stage has been reached of which nobody has been told."""
    if not end or end < today:
        return False
    reached = [fields.Date.subtract(end, days=days) for days in STAGES]
    reached = [day for day in reached if day <= today]
    return bool(reached) and (not reminded_on or reminded_on < max(reached))
