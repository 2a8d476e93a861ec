"""What is handed in, again and again: each version is kept, gaps are told, versions are compared.

Three parts of one thing: the file that is handed in, its versions, and what an office found lacking.
"""

from markupsafe import Markup

from odoo import api, fields, models

from ..scheme import changes


class BrandSubmittedMixin(models.AbstractModel):
    """A file that somebody hands in, corrects and hands in again.

    The model defines ``submission_ids``, ``gap_ids`` and ``document_ids`` and `_prepare_answers`.
    """

    _name = "brand.submitted.mixin"
    _description = "File that is handed in"

    open_gap_count = fields.Integer(compute="_compute_open_gap_count")

    @api.depends("gap_ids.corrected")
    def _compute_open_gap_count(self):
        for file in self:
            file.open_gap_count = len(file._open_gaps())

    def _open_gaps(self):
        return self.gap_ids.filtered(lambda gap: not gap.corrected)

    def _last_submission(self):
        """The newest version (what was added in this transaction stands at the end of the field)."""
        return self.submission_ids.sorted("number")[-1:]

    def _keep_submission(self):
        """Append what was handed in as a version of its own."""
        # sudo: versions are kept by the system, not by applicants
        Submission = self.env[self._fields["submission_ids"].comodel_name].sudo()
        Submission.create(
            [
                {
                    Submission._submission_of: file.id,
                    "number": file._last_submission().number + 1,
                    "date": file.submitted_on,
                    "user_id": self.env.uid,
                    "content": file._prepare_content(),
                }
                for file in self.sudo()
            ]
        )

    def _prepare_content(self):
        """Every answer as text and every file with its hash, as they stand now."""
        self.ensure_one()
        # sudo: the checklist of a file that the caller may read
        documents = self.sudo().document_ids
        return {
            "answers": self._prepare_answers(),
            "documents": [
                {
                    "key": f"document_{row.id}",
                    "name": row.name,
                    "filename": row.filename or "",
                    "size": row.size,
                    "sha256": row.sha256 or "",
                }
                for row in documents
            ],
        }

    def _prepare_answers(self):
        """``{key: text}`` of every answer; an answer that was not given is an empty text."""
        raise NotImplementedError


class BrandSubmissionMixin(models.AbstractModel):
    """One version: when, by whom, every answer and the hash of every file. Append-only."""

    _name = "brand.submission.mixin"
    _description = "Kept submission"
    _inherit = ["brand.append.only.mixin"]
    _rec_name = "number"

    # Name of the field that leads to what was handed in
    _submission_of = None
    # Answers in the order of the form, and those of them that say yes or no
    _answers = ()
    _yes_no_answers = ()

    number = fields.Integer("Submission No.", required=True, readonly=True)
    date = fields.Datetime("Handed in at", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Handed in by", required=True, readonly=True)
    content = fields.Json("Answers and Hashes", readonly=True)
    change_count = fields.Integer("Changes", compute="_compute_changes")
    changes_html = fields.Html("What Changed", compute="_compute_changes", sanitize=False)

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
        name = self._submission_of
        # sudo: versions of files whose versions the caller was allowed to read
        rows = self.sudo().search([(name, "in", self.sudo()[name].ids)])
        by_number = {(row[name].id, row.number): row for row in rows}
        return {
            row: by_number.get((row.sudo()[name].id, row.number - 1), rows.browse()) for row in self
        }

    def _change_rows(self, before):
        """What changed since ``before``; a first submission changed nothing."""
        self.ensure_one()
        return self._content_rows(before.content or {}, self.content or {}) if before else []

    @api.model
    def _content_rows(self, before, after):
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
            for change in changes.changes(before, after, self._answers)
        ]

    @api.model
    def _shown(self, key, text):
        """An answer as people read it."""
        if key in self._yes_no_answers:
            return self.env._("Yes") if text else self.env._("No")
        return text

    @api.model
    def _answer_labels(self):
        """``{key: label}`` of the answers."""
        raise NotImplementedError

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


class BrandGapMixin(models.AbstractModel):
    """Something that what was handed in lacks, told beside the answer that it means."""

    _name = "brand.gap.mixin"
    _description = "Gap of what was handed in"
    _inherit = ["brand.part.mixin"]
    _rec_name = "text"

    text = fields.Char("What Is Missing", required=True)
    corrected = fields.Boolean(readonly=True)
    was_there = fields.Boolean(
        "Was There Before", help="Could have been told with an earlier return."
    )
    submission_no = fields.Integer("Told on Submission", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        gaps = super().create(vals_list)
        for file, told in gaps.grouped(self._part_of).items():
            # sudo: which submission was examined follows from the file, not from the officer
            last = file.sudo()._last_submission()
            told.sudo().write({"submission_no": last.number, "corrected": False})
        return gaps

    def action_reopen(self):
        """Take a gap as not corrected: the answer does not meet it. It is told again.

        :raises UserError: where the file is with its applicant, or decided
        """
        self.check_access("write")
        self._check_whole_is_open()
        # sudo: whether a gap is corrected follows from the steps of the file
        self.sudo().write({"corrected": False})
        return True
