"""Each submission is kept as it was; two of them, or the last and today's draft, are compared."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..scheme import changes

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
    _inherit = ["brand.append.only.mixin"]
    _order = "application_id, number desc"
    _rec_name = "number"

    application_id = fields.Many2one(
        "brand.application", required=True, readonly=True, index=True, ondelete="cascade"
    )
    number = fields.Integer("Submission No.", required=True, readonly=True)
    date = fields.Datetime("Handed in at", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Handed in by", required=True, readonly=True)
    content = fields.Json("Answers and Hashes", readonly=True)
    change_count = fields.Integer("Changes", compute="_compute_changes")
    changes_html = fields.Html("What Changed", compute="_compute_changes", sanitize=False)

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

    @api.depends("content")
    @api.depends_context("lang")
    def _compute_changes(self):
        before = self._previous()
        for submission in self:
            rows = submission._change_rows(before[submission])
            submission.change_count = len(rows)
            submission.changes_html = self._changes_table(rows) if rows else False

    def _previous(self):
        """``{submission: the one before it, or an empty one}`` in one query."""
        # sudo: versions of files whose versions the caller was allowed to read
        rows = self.sudo().search([("application_id", "in", self.sudo().application_id.ids)])
        by_number = {(row.application_id.id, row.number): row for row in rows}
        return {
            row: by_number.get((row.sudo().application_id.id, row.number - 1), rows.browse())
            for row in self
        }

    def _change_rows(self, before):
        """What changed since ``before``; a first submission changed nothing."""
        self.ensure_one()
        if not before:
            return []
        return self._rows(changes.changes(before.content or {}, self.content or {}, ANSWERS))

    @api.model
    def _rows(self, found):
        """Changes as plain values with labels, for tables in forms, pages and papers."""
        labels = self._answer_labels()
        nothing = self.env._("(nothing)")
        return [
            {
                "label": change.name if change.is_document else labels.get(change.key, change.key),
                "old": self._shown(change.key, change.old) or nothing,
                "new": self._shown(change.key, change.new) or nothing,
                "old_hash": change.old_hash,
                "new_hash": change.new_hash,
                "key": change.key,
                "is_document": change.is_document,
            }
            for change in found
        ]

    @api.model
    def _shown(self, key, text):
        if key == "product_kind":
            kinds = self.env["brand.product"]._fields["kind"]._description_selection(self.env)
            return dict(kinds).get(text, text)
        if key == "declaration":
            return self.env._("Yes") if text else self.env._("No")
        return text

    @api.model
    def _answer_labels(self):
        _ = self.env._
        application = self.env["brand.application"]._fields
        own = {
            name: application[name]._description_string(self.env)
            for name in (*_OWN_ANSWERS, "contact_name", "contact_phone")
        }
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

    @api.model
    def _changes_table(self, rows):
        """The rows as a table; Markup escapes every text an applicant wrote."""
        head = Markup("<tr><th>%s</th><th>%s</th><th>%s</th></tr>") % (
            self.env._("Answer or document"),
            self.env._("Before"),
            self.env._("Now"),
        )
        body = Markup("").join(
            Markup("<tr><th>%s</th><td>%s</td><td>%s</td></tr>")
            % (
                row["label"],
                self._cell(row["old"], row["old_hash"]),
                self._cell(row["new"], row["new_hash"]),
            )
            for row in rows
        )
        table = Markup('<table class="table table-sm o_brand_changes">%s%s</table>')
        return table % (head, body)

    @api.model
    def _cell(self, text, sha256):
        lines = Markup("<br/>").join(text.split("\n"))
        code = Markup('<br/><code class="small text-break">%s</code>') % sha256 if sha256 else ""
        return Markup("%s%s") % (lines, code)

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

    def _last_submission(self):
        """The newest version (what was added in this transaction stands at the end of the field)."""
        return self.submission_ids.sorted("number")[-1:]

    def _keep_submission(self):
        """Append this submission as a version of its own."""
        # sudo: versions are kept by the system, not by applicants
        Submission = self.env["brand.application.submission"].sudo()
        rows = [
            {
                "application_id": application.id,
                "number": application.sudo()._last_submission().number + 1,
                "date": application.submitted_on,
                "user_id": self.env.uid,
                "content": application._prepare_content(),
            }
            for application in self
        ]
        Submission.create(rows)

    def _prepare_content(self):
        """Every answer as text and every file with its hash, as the file stands now."""
        self.ensure_one()
        # sudo: enterprise and product of a file that the caller may read
        file = self.sudo()
        partner, product = file.partner_id, file.product_id
        answers = {key: partner[name] or "" for key, name in _ENTERPRISE_ANSWERS.items()}
        answers |= {key: product[name] or "" for key, name in _PRODUCT_ANSWERS.items()}
        answers |= {name: file[name] or "" for name in _OWN_ANSWERS}
        answers |= {
            "enterprise_district": partner.brand_district_id.name or "",
            "level": file.level_id.name or "",
            "standards": "\n".join(sorted(file.standard_ids.mapped("display_name"))),
            "declaration": "1" if file.declaration_accepted else "",
        }
        documents = [
            {
                "key": f"document_{document.id}",
                "name": document.name,
                "filename": document.filename or "",
                "size": document.size,
                "sha256": document.sha256 or "",
            }
            for document in file.document_ids
        ]
        return {"answers": answers, "documents": documents}

    def _changes_since_submission(self):
        """What the enterprise has changed since it last submitted, as plain rows."""
        self.ensure_one()
        Submission = self.env["brand.application.submission"]
        # sudo: the version before of a file that the caller may read
        last = self.sudo()._last_submission()
        if not last:
            return []
        return Submission._rows(
            changes.changes(last.content or {}, self._prepare_content(), ANSWERS)
        )

    def action_print_changes(self):
        """Print what changed with the last submission."""
        self.ensure_one()
        if self.submission_count < 2:
            raise UserError(self.env._("The file was submitted once: there is nothing to compare."))
        report = self.env.ref("brand_certification.action_report_changes")
        return report.report_action(self._last_submission())


class BrandApplicationGap(models.Model):
    _inherit = "brand.application.gap"

    submission_no = fields.Integer("Told on Submission", readonly=True)
    answer_state = fields.Selection(
        [("waiting", "Not submitted again"), ("changed", "Changed"), ("same", "Nothing changed")],
        "Answer of the Enterprise",
        compute="_compute_answer_state",
    )

    @api.model_create_multi
    def create(self, vals_list):
        gaps = super().create(vals_list)
        for application, told in gaps.grouped("application_id").items():
            # sudo: which submission was examined follows from the file, not from the officer
            told.sudo().write({"submission_no": application._last_submission().number})
        return gaps

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
        rows = submission._change_rows(submission._previous()[submission])
        return [row for row in rows if row["key"] in wanted]

    def _answer_text(self, submission):
        """One line for the paper: what the enterprise changed for this gap."""
        rows = self._rows_of(submission)
        if not rows:
            return self.env._("nothing changed")
        return self.env._("changed: %s", ", ".join(row["label"] for row in rows))

    def action_reopen(self):
        """Take a gap as not corrected: the answer does not meet it. It is told again."""
        self.check_access("write")
        self._check_whole_is_open()
        self.write({"corrected": False})
        return True
