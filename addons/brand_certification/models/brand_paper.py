"""Papers that are issued once and kept: made in the background, or when somebody opens one first."""

import base64
import hashlib
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..scheme import numbering

_logger = logging.getLogger(__name__)

CHUNK = 20
_REPORTS = {
    "certificate": "brand_certification.action_report_certificate",
    "duplicate": "brand_certification.action_report_certificate",
    "licence": "brand_certification.action_report_mark_licence",
    "suspend": "brand_certification.action_report_certificate_letter",
    "restore": "brand_certification.action_report_certificate_letter",
    "withdraw": "brand_certification.action_report_certificate_letter",
    "cancel": "brand_certification.action_report_certificate_letter",
}


class BrandPaperRun(models.Model):
    """The papers that one act calls for, such as the certificates of a batch, and how far they are."""

    _name = "brand.paper.run"
    _description = "Run of Papers"
    _order = "id desc"

    name = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one("res.company", "City", required=True, readonly=True, index=True)
    paper_ids = fields.One2many("brand.paper", "run_id", "Papers")
    paper_count = fields.Integer("Papers to Make", readonly=True)
    made_count = fields.Integer("Made", compute="_compute_made_count")
    failed_count = fields.Integer("Failed", compute="_compute_made_count")
    progress = fields.Char(compute="_compute_made_count")

    @api.depends("paper_ids.is_made", "paper_ids.error")
    @api.depends_context("lang")
    def _compute_made_count(self):
        rows = self.env["brand.paper"]._read_group(
            [("run_id", "in", self.ids)], ["run_id"], ["is_made:array_agg", "error:count"]
        )
        found = {run: (made.count(True), failed) for run, made, failed in rows}
        for run in self:
            run.made_count, run.failed_count = found.get(run, (0, 0))
            run.progress = self.env._(
                "%(made)s of %(all)s", made=f"{run.made_count:,}", all=f"{run.paper_count:,}"
            )


class BrandPaper(models.Model):
    """One paper of a certificate, as a file that is made once and kept with its hash."""

    _name = "brand.paper"
    _description = "Paper Issued"
    _order = "id desc"

    run_id = fields.Many2one("brand.paper.run", readonly=True, index=True)
    certificate_id = fields.Many2one(
        "brand.certificate", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="certificate_id.company_id", store=True)
    partner_id = fields.Many2one("res.partner", "Enterprise", readonly=True, index=True)
    district_id = fields.Many2one(related="certificate_id.district_id", store=True)
    body_id = fields.Many2one(related="certificate_id.body_id", store=True)
    kind = fields.Selection(
        [
            ("certificate", "Certificate"),
            ("duplicate", "Duplicate of the certificate"),
            ("licence", "Licence of the mark"),
            ("suspend", "Notice of suspension"),
            ("restore", "Notice of restoration"),
            ("withdraw", "Notice of withdrawal"),
            ("cancel", "Notice of cancellation"),
        ],
        required=True,
        readonly=True,
    )
    version = fields.Integer(readonly=True)
    copy_no = fields.Integer("Duplicate No.", readonly=True)
    event_id = fields.Many2one("brand.certificate.event", readonly=True)
    is_made = fields.Boolean("Made", readonly=True)
    made_on = fields.Datetime(readonly=True)
    file = fields.Binary(attachment=True, readonly=True)
    filename = fields.Char(readonly=True)
    sha256 = fields.Char("SHA-256", readonly=True)
    error = fields.Text("Why It Could Not Be Made", readonly=True)
    content = fields.Json(readonly=True, help="What it says, frozen when it was called for.")

    # What waits is found at once, however many papers are kept
    _waiting = models.Index("(id) WHERE is_made IS NOT TRUE AND error IS NULL")
    _once = models.UniqueIndex(
        "(certificate_id, kind, version, COALESCE(copy_no, 0)) WHERE event_id IS NULL",
        "This paper exists already.",
    )

    @api.depends("kind", "certificate_id.number", "version", "event_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for paper in self:
            # sudo: the number of a certificate whose paper the user may read
            number = paper.sudo().certificate_id.number or ""
            if not paper.event_id:  # a letter is about the number, other papers are of one version
                number = numbering.with_version(number, paper.version or 1)
            paper.display_name = f"{labels.get(paper.kind, '')} {number}".strip()

    # -- making ----------------------------------------------------------------------------------

    @api.model
    def _cron_make(self):
        """Make waiting papers, some at a time, committing each lot.

        Killed in between, the next run goes on with what is not made; a paper that is being made by
        somebody else is left to him, and one that fails is put aside with its error.
        """
        domain = self._waiting_domain()
        remaining = self.search_count(domain)
        while remaining:
            batch = self.search(domain, order="id", limit=CHUNK)
            batch = batch.try_lock_for_update().filtered_domain(domain)
            if not batch:
                break
            batch._make()
            remaining -= len(batch)
            if not self.env["ir.cron"]._commit_progress(len(batch), remaining=remaining):
                break

    @api.model
    def _waiting_domain(self):
        return [("is_made", "=", False), ("error", "=", False)]

    def _make(self):
        """Render these papers and keep them; each in a savepoint, so that one failure is its own."""
        for paper in self:
            try:
                with self.env.cr.savepoint():
                    paper._keep(paper._render())
            except Exception as error:  # whatever a template or a font may raise
                _logger.exception("Paper %s could not be made", paper.id)
                paper.write({"error": str(error) or type(error).__name__})

    def _render(self):
        """The PDF's bytes. An addon that signs papers extends this."""
        self.ensure_one()
        report = self.env["ir.actions.report"].with_context(
            brand_paper_id=self.id, force_report_rendering=True
        )
        content, _kind = report._render_qweb_pdf(
            _REPORTS[self.kind], self.certificate_id.ids, data={"paper_id": self.id}
        )
        return content

    def _keep(self, content):
        self.write(
            {
                "is_made": True,
                "made_on": fields.Datetime.now(),
                "file": base64.b64encode(content),
                "filename": f"{self.display_name}.pdf",
                "sha256": hashlib.sha256(content).hexdigest(),
                "error": False,
            }
        )

    def _content_now(self):
        """Bytes of the paper; what is not made yet is made and kept, unless another is at it.

        :raises AccessError: for somebody who may not read the paper
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: making is the system's; the reader was checked above
        paper = self.sudo()
        if not paper.is_made:
            if not paper.try_lock_for_update():
                return paper._render()
            paper.invalidate_recordset()
            if not paper.is_made:
                paper._keep(paper._render())
        return base64.b64decode(paper.with_context(bin_size=False).file)

    def action_retry(self):
        """Try failed papers again."""
        self.check_access("read")
        if not self.env.user.has_group("brand_certification.group_officer"):
            raise UserError(self.env._("Papers are issued by officers."))
        failed = self.filtered("error")
        # sudo: papers are written by the system only
        failed.sudo().error = False
        self.env.ref("brand_certification.cron_make_papers").sudo()._trigger()
        return True

    def action_open(self):
        """Open the file in the browser."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/brand/paper/{self.id}", "target": "new"}
