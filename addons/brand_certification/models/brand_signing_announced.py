"""What a city announces, notices and decisions, is signed when it is published, and kept so."""

import base64
import hashlib

from odoo import api, fields, models

from .brand_signing_pdf import Signing


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _render_announced(self, report_ref, record, title):
        """The paper of an announcement, signed as soon as the city has a key.

        :param record: one notice or decision, with its ``company_id``
        :param title: why it was signed, as a reader of PDF files shows it
        :return: ``(content, ending, key)``, the key empty where nothing was signed
        :raises UserError: if the city's private key is missing: an unsigned paper would not be
            noticed
        """
        key = self.env["brand.signing.key"]._of_company(record.company_id)
        Report = self.with_context(brand_signing=key._signing())
        content, ending = Report._render_qweb_pdf(report_ref, record.ids)
        if key and ending == "pdf":
            return key._sign_pdf(content, title), ending, key
        return content, ending, key.browse()

    @api.model
    def _paper_values(self):
        return {
            **super()._paper_values(),
            "signing_note": self._paper_signed_note() or self._paper_unsigned_note(),
            "signed_note": self._paper_signed_note(),
        }

    @api.model
    def _paper_signed_note(self):
        """Who signs the paper being made, in a sentence for its foot; empty if nobody does."""
        signing = self.env.context.get("brand_signing")
        if not isinstance(signing, Signing):
            return ""
        return self.env._(
            "Signed electronically by %(name)s (key %(key)s). Any reader of PDF files checks"
            " the signature; a printout carries none.",
            name=signing.subject,
            key=signing.key_id,
        )

    @api.model
    def _paper_unsigned_note(self):
        return self.env._(
            "Without electronic signature: what counts is the sealed paper and the public page of"
            " the city."
        )


class BrandNoticeVersion(models.Model):
    _inherit = "brand.notice.version"

    signing_key_id = fields.Many2one(
        "brand.signing.key", "Signed with", readonly=True, ondelete="restrict"
    )


class BrandDecision(models.Model):
    _inherit = "brand.decision"

    _system_fields = frozenset(
        {"announcement", "announcement_name", "announcement_hash", "signing_key_id"}
    )

    announcement = fields.Binary(
        "Announcement as PDF",
        attachment=True,
        readonly=True,
        copy=False,
        help="Made when the decision was announced, and signed if the city had a key.",
    )
    announcement_name = fields.Char("Name of the Announcement", readonly=True, copy=False)
    announcement_hash = fields.Char("SHA-256 of the Announcement", readonly=True, copy=False)
    signing_key_id = fields.Many2one(
        "brand.signing.key", "Signed with", readonly=True, copy=False, ondelete="restrict"
    )

    def action_publish(self):
        """Announce the decision: its paper is made once, signed, and kept with its hash."""
        result = super().action_publish()
        for decision in self.filtered(lambda d: d.kind == "honour"):
            decision._keep_announcement()
        return result

    def _keep_announcement(self):
        self.ensure_one()
        # sudo: the announcement follows from publishing
        decision = self.sudo()
        content, ending, key = self.env["ir.actions.report"]._render_announced(
            "brand_certification.action_report_decision", decision, decision.name
        )
        decision.write(
            {
                "announcement": base64.b64encode(content),
                "announcement_name": f"{decision.name}.{ending}",
                "announcement_hash": hashlib.sha256(content).hexdigest(),
                "signing_key_id": key.id,
            }
        )

    def _announcement_now(self):
        """Bytes of the announcement: as kept, else (announced before papers were kept) as printed."""
        self.ensure_one()
        content = base64.b64decode(self.with_context(bin_size=False).announcement or b"")
        if content.startswith(b"%PDF"):
            return content
        Report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        return Report._render_qweb_pdf("brand_certification.action_report_decision", self.ids)[0]
