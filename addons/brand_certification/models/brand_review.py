"""The review between evaluation and decision: what was seen, frozen with its hash."""

import base64
import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from .transition_mixin import transition

_CHUNK = 20


class BrandReview(models.Model):
    """The review of one evaluation (复核; ISO/IEC 17065, 7.5) by a person who did not evaluate.

    It freezes the evaluation report: its content with a hash, and the PDF made from nothing else.
    A review stands for what it reviewed: when scores, findings or tests change, a new one is due.
    """

    _name = "brand.review"
    _description = "Review of an Evaluation"
    _inherit = ["brand.transition.mixin", "brand.file.mixin"]
    _order = "application_id, version desc"

    _initial_state = "draft"
    _transitions = {
        "action_record": (("draft",), "done", "brand_certification.group_body"),
    }
    _duties = {"action_record": "certify"}
    _system_fields = frozenset(
        {
            "application_id",
            "version",
            "reviewer_id",
            "reviewed_on",
            "recommendation",
            "note",
            "checklist",
            "content",
            "content_sha256",
            "facts_sha256",
            "file",
            "filename",
        }
    )

    application_id = fields.Many2one(
        "brand.application", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="application_id.company_id", store=True)
    body_id = fields.Many2one(related="application_id.body_id", store=True)
    district_id = fields.Many2one(related="application_id.district_id", store=True)
    version = fields.Integer(readonly=True, required=True)
    state = fields.Selection(
        [("draft", "Being recorded"), ("done", "Recorded")],
        required=True,
        readonly=True,
        copy=False,
    )
    reviewer_id = fields.Many2one("res.users", "Reviewed by", readonly=True)
    reviewed_on = fields.Datetime("Reviewed at", readonly=True)
    recommendation = fields.Selection(
        [("granted", "Grant the certification"), ("refused", "Refuse the certification")],
        readonly=True,
        required=True,
    )
    note = fields.Text("Reasons of the Review", readonly=True)
    checklist = fields.Json("Checklist as Data", readonly=True)
    checklist_text = fields.Text("Review Checklist", compute="_compute_checklist_text")
    content = fields.Json(readonly=True, help="Of the report, frozen; the PDF is made from it.")
    content_sha256 = fields.Char("SHA-256 of the Content", readonly=True)
    facts_sha256 = fields.Char(readonly=True)
    is_current = fields.Boolean("Stands", compute="_compute_is_current", compute_sudo=True)

    _once = models.Constraint(
        "UNIQUE (application_id, version)",
        "Somebody records a review of this file right now. Reload the page and try again.",
    )

    @api.depends("application_id", "version")
    def _compute_display_name(self):
        for review in self:
            review.display_name = self.env._(
                "%(application)s, review %(version)s",
                application=review.sudo().application_id.display_name,
                version=review.version,
            )

    @api.depends("checklist")
    @api.depends_context("lang")
    def _compute_checklist_text(self):
        yes, no = self.env._("yes"), self.env._("no")
        for review in self:
            review.checklist_text = "\n".join(
                f"{row['text']}: {yes if row['is_done'] else no}"
                + (f" ({row['told']})" if row["told"] else "")
                for row in review.checklist or ()
            )

    def _compute_is_current(self):
        for review in self:
            review.is_current = review._stands()

    def _stands(self):
        """Whether this is the last review and nothing that it reviewed has changed since."""
        self.ensure_one()
        application = self.application_id
        return (
            self.state == "done"
            and self.version == max(application.review_ids.mapped("version"))
            and self.facts_sha256 == application._reviewed_facts_hash()
        )

    # -- recording -----------------------------------------------------------------------------

    @api.model
    def action_review(self, application_id, recommendation, note=None):
        """A person of the body who did not evaluate records the review, and freezes the report.

        :param application_id: id of an application in evaluation
        :param recommendation: ``granted`` (everything of the checklist must be there, and the
            evaluation passed) or ``refused`` (with its reasons)
        :param note: reasons of the recommendation
        :return: the review
        """
        review = self._record(application_id, recommendation, note)
        review.sudo()._ensure_file()  # sudo: the paper is made from the frozen content alone
        return review

    @api.model
    def _record(self, application_id, recommendation, note):
        application = self.env["brand.application"].browse(application_id)
        application.check_access("read")
        self.env["brand.evaluation"]._check_is_body_of(application)
        application._check_did_not_evaluate()
        self._check_recommendation(application, recommendation, note)
        # sudo: reviews are made by this action only, checked above
        file = application.sudo()
        review = self.sudo().create(
            {
                "application_id": file.id,
                "version": max(file.review_ids.mapped("version"), default=0) + 1,
                "recommendation": recommendation,
                "note": note,
                "reviewer_id": self.env.uid,
                "reviewed_on": fields.Datetime.now(),
                "facts_sha256": file._reviewed_facts_hash(),
            }
        )
        review.sudo(False).action_record()
        return review.sudo(False)

    @api.model
    def _check_recommendation(self, application, recommendation, note):
        if application.state != "evaluating":
            raise UserError(application._names_with_state())
        if recommendation == "granted":
            application._check_ready_to_certify()
            if not application._outcome().is_passed:
                raise UserError(
                    self.env._(
                        "%s has not passed: it cannot be recommended.", application.display_name
                    )
                )
        elif recommendation == "refused":
            if not (note or "").strip():
                raise UserError(self.env._("Give the reasons for not recommending it."))
            outcome = application._outcome()
            if not (outcome.can_close or outcome.is_vetoed or application._is_stopped()):
                raise UserError(
                    self.env._("%s: the evaluation is not complete yet.", application.display_name)
                )
        else:
            raise UserError(self.env._("Choose the recommendation first."))

    @transition
    def action_record(self):
        """Record the review: the report's content is frozen with its hash."""
        for review in self.sudo():  # the content is the system's; the reviewer answers for it
            paper = review.with_context(**self.env["ir.actions.report"]._paper_context())
            review.checklist = paper.application_id._evaluation_checklist()
            content = paper._prepare_content()
            review.write({"content": content, "content_sha256": self._hash(content)})

    def _transition_file(self):
        return self.application_id

    @api.model
    def _hash(self, value):
        """SHA-256 of a value as canonical JSON (keys sorted, UTF-8, no blanks)."""
        text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    # -- the report on paper -------------------------------------------------------------------

    def _ensure_file(self):
        """Make the PDF from the frozen content, once."""
        # Frozen as a PDF wherever it is made; Odoo's tests would take the HTML else
        reports = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        for review in self.filtered(lambda r: r.state == "done" and not r.sha256):
            pdf, _kind = reports._render_qweb_pdf(
                "brand_certification.report_evaluation", review.ids
            )
            review.write({"file": base64.b64encode(pdf), "filename": f"{review._paper_name()}.pdf"})

    @api.model
    def _cron_make_files(self):
        """Make the PDFs of reports that were frozen without one, a few at a time."""
        domain = [("state", "=", "done"), ("sha256", "=", False)]
        reviews = self.search(domain, limit=_CHUNK, order="id")
        for review in reviews:
            locked = review.try_lock_for_update().filtered(lambda r: not r.sha256)
            locked._ensure_file()
            left = self.search_count(domain)
            if not self.env["ir.cron"]._commit_progress(1, remaining=left):
                break


class BrandApplication(models.Model):
    _inherit = "brand.application"

    def _current_review(self):
        """The review that stands for the file as it is now, or none."""
        self.ensure_one()
        # sudo: asked for the decision; who may read the review is decided by its rules
        return self.sudo().review_ids.filtered(lambda review: review._stands())

    def _reviewed_facts_hash(self):
        """Fingerprint of everything a review stands for; any change of it asks for a new one."""
        self.ensure_one()
        application = self.sudo()
        facts = {
            "evaluations": [
                [e.id, e.state, e.round, f"{e.sealed_total:.2f}"]
                for e in application.evaluation_ids.sorted("id")
            ],
            "notes": application.evaluation_note_ids.sorted("id").ids,
            "findings": [[f.id, f.state] for f in application.finding_ids.sorted("id")],
            "tests": [[t.id, t.state] for t in application.test_report_ids.sorted("id")],
            "visits": [[v.id, v.state] for v in application.visit_ids.sorted("id")],
        }
        return self.env["brand.review"]._hash(facts)


class BrandDecision(models.Model):
    _inherit = "brand.decision"

    def _check_evaluated(self, applications):
        """Also: nothing of the checklist is missing, and the review that the programme asks for."""
        granted = self.line_ids.filtered(lambda line: line.result == "granted").application_id
        stopped = applications.filtered(lambda a: a._is_stopped()) - granted
        result = super()._check_evaluated(applications - stopped)
        granted._check_ready_to_certify()
        for line in self.line_ids.filtered(lambda li: li.application_id in applications):
            line._check_reviewed()
        return result


class BrandDecisionLine(models.Model):
    _inherit = "brand.decision.line"

    def _check_reviewed(self):
        """The review that the programme asks for; where it may be one act, it is recorded now."""
        application = self.application_id
        mode = application.sudo().program_id.review_mode
        review = application._current_review()
        if not review and mode == "with_decision":
            self.env["brand.review"]._record(application.id, self.result, self.reason)
            return
        name = application.display_name
        if not review:
            raise UserError(
                self.env._("%s: a person who did not evaluate reviews the evaluation first.", name)
            )
        if mode == "other_person" and review.reviewer_id == self.env.user:
            raise UserError(
                self.env._("%s: you reviewed it; another person of your body decides.", name)
            )
        if review.recommendation != self.result and not (self.reason or "").strip():
            raise UserError(
                self.env._("%s: give the reason for deciding against the review.", name)
            )
