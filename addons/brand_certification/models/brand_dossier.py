"""Sealed dossiers: everything about a decision in one archive that is checked without Odoo."""

import hashlib
import mmap
import tempfile

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..scheme import archive
from .dossier_facts_city import CityFacts

_EXPORTERS = ("group_auditor", "group_approver", "group_manager")
# Who gets documents marked as trade secrets with the dossier; others get their hashes
_SECRET_READERS = ("group_auditor", "group_approver")
_TAKEN = ("taken", "published")


class BrandDossier(models.Model):
    """One export of a sealed dossier: of what, by whom, when, and the archive. Append-only."""

    _name = "brand.dossier"
    _description = "Sealed Dossier"
    _inherit = ["brand.append.only.mixin"]
    _order = "id desc"
    _rec_name = "filename"

    decision_id = fields.Many2one("brand.decision", readonly=True, index=True, ondelete="restrict")
    application_id = fields.Many2one(
        "brand.application", readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", "City", required=True, readonly=True)
    application_count = fields.Integer("Number of Applications", readonly=True)
    user_id = fields.Many2one("res.users", "Exported by", required=True, readonly=True)
    date = fields.Datetime("Exported at", default=fields.Datetime.now, required=True, readonly=True)
    has_secrets = fields.Boolean(
        "Holds Trade Secrets",
        readonly=True,
        help="Opened by approvers and auditors only; each opening is recorded.",
    )
    secret_document_ids = fields.Many2many("brand.application.document", readonly=True)
    seal = fields.Char(
        required=True, readonly=True, help="SHA-256 of the manifest, as in seal.txt."
    )
    sha256 = fields.Char("SHA-256 of the Archive", required=True, readonly=True)
    size = fields.Integer("Size (bytes)", readonly=True)
    file = fields.Binary("Archive", attachment=True, readonly=True)
    filename = fields.Char("File Name", required=True, readonly=True)

    _of_one = models.Constraint(
        "CHECK ((decision_id IS NULL) <> (application_id IS NULL))",
        "A dossier is of one decision or of one application.",
    )

    @api.model
    def _check_may_export(self):
        if not any(self._has_role(group) for group in _EXPORTERS):
            raise AccessError(
                self.env._("Sealed dossiers are exported by auditors, approvers and managers.")
            )

    @api.model
    def _has_role(self, group):
        return self.env.user.has_group(f"brand_certification.{group}")

    @api.model
    def _export(self, applications, facts, vals):
        """Seal the dossier of ``applications`` and keep it.

        :param facts: what the manifest says of the decision or the application
        :param vals: what the dossier is of, and its file name
        """
        with_secrets = any(self._has_role(group) for group in _SECRET_READERS)
        secrets = applications.document_ids.filtered(lambda d: d.is_secret and d.sha256)
        gathered = CityFacts(applications, with_secrets)
        told = {True: "included", False: "withheld"}[with_secrets] if secrets else "none"
        manifest = {
            **facts,
            "applications": sorted(gathered.folders.values()),
            "trade_secrets": told,
        }
        if with_secrets:
            secrets.with_env(self.env)._log_secret_access()
        with tempfile.TemporaryFile() as target:
            seal = archive.write(target, manifest, gathered.gather())
            target.flush()
            with mmap.mmap(target.fileno(), 0, access=mmap.ACCESS_READ) as content:
                # sudo: rows are written by this action only, which checked who asks
                dossier = self.sudo().create(
                    {
                        **vals,
                        "application_count": len(applications),
                        "user_id": self.env.uid,
                        "has_secrets": told == "included",
                        "secret_document_ids": [(6, 0, secrets.ids if with_secrets else [])],
                        "seal": seal,
                        "sha256": hashlib.sha256(content).hexdigest(),
                        "size": len(content),
                    }
                )
                dossier._keep(content)
        return dossier.sudo(False)

    def _keep(self, content):
        """Store the archive from the mapped file: Odoo's filestore copies it without loading it."""
        attachment = self.env["ir.attachment"].create(
            {
                "name": self.filename,
                "res_model": self._name,
                "res_field": "file",
                "res_id": self.id,
                "mimetype": "application/zip",
                "raw": content,
            }
        )
        attachment.invalidate_recordset()
        self.invalidate_recordset(["file"])

    def action_download(self):
        """Download the archive."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file?download=true",
            "target": "download",
        }

    # -- openings of trade secrets -------------------------------------------------------------

    def _log_secret_access(self):
        """Note who opens the trade secrets that these dossiers hold."""
        # sudo: which documents they are; who opens them stays the caller
        documents = self.sudo().secret_document_ids
        documents.with_env(self.env)._log_secret_access()

    def _read_format(self, fnames, load="_classic_read"):
        if "file" in fnames and not self.env.context.get("bin_size") and not self.env.su:
            self._log_secret_access()
        return super()._read_format(fnames, load=load)


class IrBinary(models.AbstractModel):
    _inherit = "ir.binary"

    def _record_to_stream(self, record, field_name):
        """Downloads of a dossier are noted as openings of the trade secrets in it."""
        dossiers = record.env["brand.dossier"]
        if record._name == "brand.dossier":
            dossiers = record
        elif record._name == "ir.attachment" and record.sudo().res_model == "brand.dossier":
            dossiers = dossiers.browse(record.sudo().res_id)
        # the caller's rights were checked when the record was found; sudo is stripped to know who
        dossiers.with_env(self.env)._log_secret_access()
        return super()._record_to_stream(record, field_name)


class BrandDecision(models.Model):
    _inherit = "brand.decision"

    def action_export_dossier(self):
        """Seal the dossier of this decision with all its applications, and download it.

        :raises AccessError: for others than auditors, approvers and managers of the city
        :raises UserError: for a decision that has not been taken, or a file that was changed
        """
        self.ensure_one()
        self.env["brand.dossier"]._check_may_export()
        self.check_access("read")
        if self.state not in _TAKEN:
            raise UserError(self.env._("A dossier is sealed once the decision has been taken."))
        # sudo: the dossier holds the whole case for those who were just checked
        decision = self.sudo()
        facts = {**decision._dossier_facts(), "scope": "decision"}
        name = archive.safe_name(decision.document_no or decision.name)
        vals = {
            "decision_id": self.id,
            "company_id": decision.company_id.id,
            "filename": f"dossier-{name}.zip",
        }
        dossier = self.env["brand.dossier"]._export(decision.line_ids.application_id, facts, vals)
        return dossier.action_download()

    def _dossier_facts(self):
        """What the manifest says of the decision."""
        return {
            "city": self.company_id.name,
            "program": {
                "name": self.program_id.name,
                "code": self.program_id.code,
                "date_from": fields.Date.to_string(self.program_id.date_from),
                "version": self.program_id.version,
            },
            "decision": {
                "id": self.id,
                "kind": self.kind,
                "number": self.document_no or None,
                "date": fields.Date.to_string(self.date),
            },
        }


class BrandApplication(models.Model):
    _inherit = "brand.application"

    has_taken_decision = fields.Boolean(compute="_compute_has_taken_decision", compute_sudo=True)

    @api.depends("decision_line_ids.decision_id.state")
    def _compute_has_taken_decision(self):
        for application in self:
            application.has_taken_decision = bool(application._taken_decisions())

    def _taken_decisions(self):
        return self.decision_line_ids.decision_id.filtered(lambda d: d.state in _TAKEN)

    def action_export_dossier(self):
        """Seal the dossier of this application, decided on at least once, and download it.

        :raises AccessError: for others than auditors, approvers and managers of the city
        :raises UserError: if no decision on it has been taken, or a file was changed
        """
        self.ensure_one()
        self.env["brand.dossier"]._check_may_export()
        self.check_access("read")
        # sudo: the dossier holds the whole case for those who were just checked
        application = self.sudo()
        decision = application._taken_decisions().sorted("id")[-1:]
        if not decision:
            raise UserError(self.env._("A dossier is sealed once the decision has been taken."))
        facts = {**decision._dossier_facts(), "scope": "application"}
        vals = {
            "application_id": self.id,
            "company_id": application.company_id.id,
            "filename": f"dossier-{archive.safe_name(application.name)}.zip",
        }
        dossier = self.env["brand.dossier"]._export(application, facts, vals)
        return dossier.action_download()
