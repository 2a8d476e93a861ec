"""Each submission is kept as it was; two of them, or the last and today's draft, are compared."""

from odoo import api, fields, models
from odoo.exceptions import UserError

# Answers of the file in the order of the form; enterprise and product stand under their own names
_OWN_ANSWERS = (
    "contact_name",
    "contact_phone",
    "advantage",
    "market_position",
    "intellectual_property",
    "quality_system",
    "declared_by",
)
_ENTERPRISE_ANSWERS = {
    "enterprise_name": "name",
    "enterprise_uscc": "uscc",
    "enterprise_foreign_id": "foreign_id",
    "enterprise_industry": "industry_code",
    "enterprise_street": "street",
    "enterprise_phone": "phone",
}
_PRODUCT_ANSWERS = {
    "product_name": "name",
    "product_model": "model_spec",
    "product_kind": "kind",
    "product_trademark": "trademark",
    "product_trademark_no": "trademark_no",
}
ANSWERS = (
    *_ENTERPRISE_ANSWERS,
    "enterprise_district",
    *_PRODUCT_ANSWERS,
    "level",
    "standards",
    *_OWN_ANSWERS[2:6],
    "declaration",
    "declared_by",
    "contact_name",
    "contact_phone",
)
# What an answer to a gap may have changed
_ANSWERS_OF_GAP = {
    "enterprise": (*_ENTERPRISE_ANSWERS, "enterprise_district"),
    "product": (*_PRODUCT_ANSWERS, "level"),
    "standards": ("standards",),
    "declaration": ("declaration", "declared_by"),
}


class BrandApplicationSubmission(models.Model):
    """One submission of an application: when, by whom, every answer and the hash of every file."""

    _name = "brand.application.submission"
    _description = "Submission of an Application"
    _inherit = ["brand.submission.mixin"]
    _submission_of = "application_id"
    _answers = ANSWERS
    _yes_no_answers = ("declaration",)
    _order = "application_id, number desc"

    application_id = fields.Many2one(
        "brand.application", required=True, readonly=True, index=True, ondelete="cascade"
    )

    _number_unique = models.UniqueIndex("(application_id, number)", "Submissions are numbered.")

    @api.depends("application_id", "number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for submission in self:
            submission.display_name = self.env._(
                "%(application)s, submission %(number)s",
                application=submission.sudo().application_id.name,
                number=submission.number,
            )

    @api.model
    def _shown(self, key, text):
        if key == "product_kind":
            kinds = self.env["brand.product"]._fields["kind"]._description_selection(self.env)
            return dict(kinds).get(text, text)
        return super()._shown(key, text)

    @api.model
    def _answer_labels(self):
        _ = self.env._
        application = self.env["brand.application"]._fields
        own = {name: application[name]._description_string(self.env) for name in _OWN_ANSWERS}
        return own | {
            "enterprise_name": _("Name of the enterprise"),
            "enterprise_uscc": _("Unified social credit code"),
            "enterprise_foreign_id": _("Foreign registration number"),
            "enterprise_industry": _("Industry (GB/T 4754 code)"),
            "enterprise_street": _("Address of the enterprise"),
            "enterprise_phone": _("Phone of the enterprise"),
            "enterprise_district": _("District or county"),
            "product_name": _("Name of the product"),
            "product_model": _("Model and specification of the product"),
            "product_kind": _("Kind of product"),
            "product_trademark": _("Trademark of the product"),
            "product_trademark_no": _("Trademark registration number"),
            "level": _("Level applied for"),
            "standards": _("Standards certified against"),
            "declaration": _("Declaration given"),
        }

    # -- paper ---------------------------------------------------------------------------------

    def _paper_values(self):
        """What changed with this submission, for the printed page."""
        self.ensure_one()
        self.check_access("read")
        # sudo: names of the enterprise and product of a file that this user may read
        file, before = self.sudo().application_id, self._previous()[self]
        moment = self.env["ir.actions.report"]._paper_datetime
        _ = self.env._
        return {
            "title": _("What changed in the application"),
            "subtitle": _("%(file)s, No. %(number)s", file=file.display_name, number=file.name),
            "facts": [
                (_("Submission before"), moment(before.date) if before else ""),
                (_("This submission"), f"{self.number} · {moment(self.date)}"),
                (_("Handed in by"), self.sudo().user_id.name),
            ],
            "gaps": [
                (gap.text, gap._answer_text(self))
                for gap in file.gap_ids
                if gap.submission_no == self.number - 1
            ],
            "rows": self._change_rows(before),
        }

    def _paper_filename(self):
        self.ensure_one()
        return f"{self.env._('What changed in the application')}_{self.display_name}"


class BrandApplication(models.Model):
    _inherit = "brand.application"

    submission_ids = fields.One2many(
        "brand.application.submission", "application_id", "Submissions", readonly=True, copy=False
    )
    submission_count = fields.Integer(compute="_compute_submission_count")
    last_changes_html = fields.Html(
        "Changed with the Last Submission", compute="_compute_last_changes", sanitize=False
    )

    @api.depends("submission_ids")
    def _compute_submission_count(self):
        for application in self:
            application.submission_count = len(application.submission_ids)

    @api.depends("submission_ids")
    @api.depends_context("lang")
    def _compute_last_changes(self):
        for application in self:
            application.last_changes_html = application._last_submission().changes_html

    def _prepare_answers(self):
        self.ensure_one()
        # sudo: enterprise and product of a file that the caller may read
        file = self.sudo()
        partner, product = file.partner_id, file.product_id
        answers = {key: partner[name] or "" for key, name in _ENTERPRISE_ANSWERS.items()}
        answers |= {key: product[name] or "" for key, name in _PRODUCT_ANSWERS.items()}
        answers |= {name: file[name] or "" for name in _OWN_ANSWERS}
        return answers | {
            "enterprise_district": partner.brand_district_id.name or "",
            "level": file.level_id.name or "",
            "standards": "\n".join(sorted(file.standard_ids.mapped("display_name"))),
            "declaration": "1" if file.declaration_accepted else "",
        }

    def _changes_since_submission(self):
        """What the enterprise has changed since it last submitted, as plain rows."""
        self.ensure_one()
        Submission = self.env["brand.application.submission"]
        # sudo: the version before of a file that the caller may read
        last = self.sudo()._last_submission()
        if not last:
            return []
        return Submission._content_rows(last.content or {}, self._prepare_content())

    def action_print_changes(self):
        """Print what changed with the last submission."""
        self.ensure_one()
        if self.submission_count < 2:
            raise UserError(self.env._("The file was submitted once: there is nothing to compare."))
        report = self.env.ref("brand_certification.action_report_changes")
        return report.report_action(self._last_submission())


class BrandApplicationGap(models.Model):
    _inherit = "brand.application.gap"

    answer_state = fields.Selection(
        [("waiting", "Not submitted again"), ("changed", "Changed"), ("same", "Nothing changed")],
        "Answer of the Enterprise",
        compute="_compute_answer_state",
    )

    @api.depends("submission_no", "application_id.submission_ids")
    def _compute_answer_state(self):
        for gap in self:
            answer = gap._answered_with()
            if not answer:
                gap.answer_state = "waiting"
            else:
                gap.answer_state = "changed" if gap._rows_of(answer) else "same"

    def _answered_with(self):
        """The submission that followed the return for this gap, or an empty one."""
        following = self.submission_no + 1
        return self.application_id.submission_ids.filtered(lambda s: s.number == following)

    def _rows_of(self, submission):
        """Changes of ``submission`` in what this gap is about."""
        if self.field_name == "document":
            wanted = (
                {f"document_{self.document_id.id}"}
                if self.document_id
                else {f"document_{d.id}" for d in self.application_id.sudo().document_ids}
            )
        else:
            wanted = _ANSWERS_OF_GAP.get(self.field_name, (self.field_name,))
        # sudo: as in _previous; all versions of the file are read at once for all of its gaps
        versions = submission.sudo().application_id.submission_ids
        before = versions.filtered(lambda row: row.number == submission.number - 1)
        rows = submission._change_rows(before)
        return [row for row in rows if row["key"] in wanted]

    def _answer_text(self, submission):
        """One line for the paper: what the enterprise changed for this gap."""
        rows = self._rows_of(submission)
        if not rows:
            return self.env._("nothing changed")
        return self.env._("changed: %s", ", ".join(row["label"] for row in rows))
