"""What the replacement of a standard touches: certificates and open applications, row by row."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .brand_application import OPEN_STATES

# Days before the end of the transition at which holders and bodies are reminded; the first stage
# is the publication itself, the last the day after the end
STAGES = ((1, None), (2, 90), (3, 30), (4, -1))
CERTIFICATE_STATES = ("valid", "suspended")


class BrandStandardImpact(models.Model):
    """A certificate or open application under a replaced standard: what must be done, by when."""

    _name = "brand.standard.impact"
    _description = "Touched by a Standard's Change"
    _inherit = ["brand.input.mixin"]
    _order = "deadline, id"

    standard_id = fields.Many2one(
        "brand.standard", "New Standard", required=True, index=True, ondelete="cascade"
    )
    old_id = fields.Many2one(related="standard_id.replaces_id", string="Replaced Standard")
    company_id = fields.Many2one(related="standard_id.company_id", store=True)
    certificate_id = fields.Many2one(
        "brand.certificate", index="btree_not_null", ondelete="cascade"
    )
    application_id = fields.Many2one(
        "brand.application", index="btree_not_null", ondelete="cascade"
    )
    partner_id = fields.Many2one("res.partner", "Enterprise", required=True, index=True)
    body_id = fields.Many2one("brand.body", "Certification Body", index="btree_not_null")
    work = fields.Selection(
        [
            ("version", "Change the version of the standard"),
            ("evaluate", "Evaluate what has changed"),
            ("finish", "Finish under the old one, or change"),
        ],
        "What Must Be Done",
        required=True,
    )
    deadline = fields.Date("To Be Done by", required=True, index=True)
    reminded_stage = fields.Integer("Reminded", readonly=True)
    done_on = fields.Date("Done on", readonly=True)
    done_by_id = fields.Many2one("res.users", "Done by", readonly=True)
    reason = fields.Text("What Was Done", readonly=True)
    document_no = fields.Char("Document No.", readonly=True)
    status = fields.Selection(
        [
            ("open", "To be settled"),
            ("late", "Past its date"),
            ("done", "Settled"),
            ("ended", "No longer needed"),
        ],
        compute="_compute_status",
        search="_search_status",
        string="Status Today",
    )

    _one_subject = models.Constraint(
        "CHECK ((certificate_id IS NULL) <> (application_id IS NULL))",
        "A row is about a certificate or an application.",
    )
    _certificate_once = models.UniqueIndex("(standard_id, certificate_id)")
    _application_once = models.UniqueIndex("(standard_id, application_id)")

    def write(self, vals):
        """Officers may give more time; what was done follows from the actions."""
        if not self.env.su and set(vals) - {"deadline", "work"}:
            raise AccessError(self.env._("Use the actions to say what was done."))
        return super().write(vals)

    @api.model
    def _open_domain(self):
        """Rows that still ask for something: not done, and their subject still runs."""
        return Domain("done_on", "=", False) & (
            Domain("certificate_id.state", "in", CERTIFICATE_STATES)
            | Domain("application_id.state", "in", OPEN_STATES)
        )

    @api.depends("certificate_id", "application_id")
    def _compute_display_name(self):
        for row in self:
            subject = row.certificate_id or row.application_id
            row.display_name = subject.display_name or ""

    @api.depends("done_on", "deadline", "certificate_id.state", "application_id.state")
    def _compute_status(self):
        today = self.env["brand.workday"]._today()
        # sudo: who may read the row may know whether its subject still runs
        for row, seen in zip(self, self.sudo(), strict=True):
            runs = (
                seen.certificate_id.state in CERTIFICATE_STATES
                or seen.application_id.state in OPEN_STATES
            )
            if row.done_on:
                row.status = "done"
            elif not runs:
                row.status = "ended"
            else:
                row.status = "late" if row.deadline < today else "open"

    @api.model
    def _search_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        running = self._open_domain()
        today = self.env["brand.workday"]._today()
        done = Domain("done_on", "!=", False)
        domains = {
            "open": running & Domain("deadline", ">=", today),
            "late": running & Domain("deadline", "<", today),
            "done": done,
            "ended": ~running & ~done,
        }
        return Domain.OR(domains[status] for status in value if status in domains)

    @api.model
    def _prepare_rows(self, standard):
        """Rows for every certificate that runs and every open application under the old one."""
        cites_old = Domain("standard_ids", "in", standard.replaces_id.ids)
        Application = self.env["brand.application"]
        certificates = self.env["brand.certificate"].search(
            cites_old & Domain("state", "in", CERTIFICATE_STATES)
        )
        in_work = [state for state in OPEN_STATES if state != "draft"]
        applications = Application.search(cites_old & Domain("state", "in", in_work))
        common = {"standard_id": standard.id, "deadline": standard.transition_until}
        return [
            {
                **common,
                "certificate_id": certificate.id,
                "partner_id": certificate.partner_id.id,
                "body_id": certificate.body_id.id,
                "work": standard.transition_work or "evaluate",
            }
            for certificate in certificates
        ] + [
            {
                **common,
                "application_id": application.id,
                "partner_id": application.partner_id.id,
                "body_id": application.body_id.id,
                "work": "finish",
            }
            for application in applications
        ]

    def action_open_subject(self):
        """The certificate or application that the row is about."""
        self.ensure_one()
        subject = self.certificate_id or self.application_id
        return subject.get_formview_action()

    # -- what is done --------------------------------------------------------------------------

    def action_done(self, reason, document_no=None):
        """Record what was done for certificates: the evaluation, or the new version.

        An event stands in the public history of each certificate. Applications are changed by
        ``action_switch``.

        :param reason: what was done
        :param document_no: report or certificate in which it is found
        """
        self._check_may_settle(reason)
        if self.filtered("application_id"):
            raise UserError(
                self.env._("An open application changes to the new standard, or is finished.")
            )
        # sudo: history is written by actions only; write access was checked above
        for standard, rows in self.grouped("standard_id").items():
            rows.certificate_id.sudo()._add_event(
                "change",
                self.env._(
                    "Standard %(old)s replaced by %(new)s: %(reason)s",
                    old=standard.replaces_id.number,
                    new=standard.number,
                    reason=reason,
                ),
                document_no,
            )
        self._settle(reason, document_no)
        return True

    def action_switch(self, reason, document_no=None):
        """Change open applications to the new standard, at the enterprise's wish."""
        self._check_may_settle(reason)
        for row in self:
            if not row.application_id:
                raise UserError(self.env._("%s is no application.", row.display_name))
            # sudo: the file is closed to writing; this named step changes the one thing
            application = row.application_id.sudo()
            standards = application.standard_ids - row.old_id | row.standard_id
            application.write({"standard_ids": [fields.Command.set(standards.ids)]})
            application._tell_applicant(
                self.env._(
                    "Your application now names %(new)s in place of %(old)s.",
                    new=row.standard_id.display_name,
                    old=row.old_id.display_name,
                ),
                [reason],
            )
        self._settle(reason, document_no)
        return True

    def _check_may_settle(self, reason):
        self.check_access("write")
        if not (reason or "").strip():
            raise UserError(self.env._("Say what was done."))
        settled = self.filtered(lambda row: row.status in ("done", "ended"))
        if settled:
            raise UserError(
                self.env._(
                    "Nothing more is to be done for: %s", ", ".join(settled.mapped("display_name"))
                )
            )

    def _settle(self, reason, document_no):
        # sudo: the marks follow from the actions
        self.sudo().write(
            {
                "done_on": self.env["brand.workday"]._today(),
                "done_by_id": self.env.uid,
                "reason": reason,
                "document_no": document_no,
            }
        )

    # -- reminders -----------------------------------------------------------------------------

    @api.model
    def _cron_remind(self):
        """Remind holders and bodies once at each stage, in batches that commit their progress."""
        today = self.env["brand.workday"]._today()
        for stage, days in STAGES[1:]:
            domain = (
                self._open_domain()
                & Domain("reminded_stage", "<", stage)
                & Domain("deadline", "<=", fields.Date.add(today, days=days))
            )
            remaining = self.search_count(domain)
            while remaining:
                batch = self.search(domain, limit=200).try_lock_for_update().filtered_domain(domain)
                if not batch:
                    break
                batch._remind(stage)
                remaining -= len(batch)
                if not self.env["ir.cron"]._commit_progress(len(batch), remaining=remaining):
                    return

    def _remind(self, stage):
        """Message in the thread of each certificate or application; a digest to each body."""
        digest = self.env["brand.digest"]
        subject = self.env._("A standard is being replaced")
        self.application_id._tell_applicants(
            {
                row.application_id.id: (row._reminder_text(), ())
                for row in self
                if row.application_id
            }
        )
        for row in self.filtered("certificate_id"):
            digest._tell(row.certificate_id, row.partner_id, subject, [row._reminder_text()])
        for body, rows in self.filtered("body_id").grouped("body_id").items():
            texts = [f"{row.display_name}: {row._reminder_text()}" for row in rows]
            digest._tell(body, body.partner_id, subject, texts)
        self.write({"reminded_stage": stage})

    def _reminder_text(self):
        self.ensure_one()
        works = dict(self._fields["work"]._description_selection(self.env))
        return self.env._(
            "%(old)s is replaced by %(new)s. To be done by %(date)s: %(work)s.",
            old=self.old_id.display_name,
            new=self.standard_id.display_name,
            date=self.env["brand.portal"]._long_date(self.deadline),
            work=works[self.work],
        )
