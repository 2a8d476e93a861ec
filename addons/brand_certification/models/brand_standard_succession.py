"""A standard that replaces another: until when the old one may be used, and by which files."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class BrandStandard(models.Model):
    _inherit = "brand.standard"

    replaces_id = fields.Many2one(
        "brand.standard",
        domain="[('state', '=', 'published'), ('company_id', '=', company_id)]",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    replaced_by_ids = fields.One2many("brand.standard", "replaces_id", "Replaced by")
    transition_until = fields.Date(
        "Transition until",
        copy=False,
        help="Until this day applications that were made under the replaced standard may be"
        " finished, and certificates under it changed.",
    )
    transition_work = fields.Selection(
        [
            ("version", "Change of the standard's version, without evaluation"),
            ("evaluate", "Evaluation of what has changed"),
        ],
        "What Holders Must Do",
        default="evaluate",
        copy=False,
    )
    usable_until = fields.Date(
        "Usable until",
        readonly=True,
        copy=False,
        help="End of the transition to the standard that replaces this one.",
    )
    impact_ids = fields.One2many("brand.standard.impact", "standard_id", "Touched by the Change")
    impact_open_count = fields.Integer("Not Settled Yet", compute="_compute_impact_open_count")

    def _compute_impact_open_count(self):
        Impact = self.env["brand.standard.impact"]
        counts = dict(
            Impact._read_group(
                Impact._open_domain() & Domain("standard_id", "in", self.ids),
                ["standard_id"],
                ["__count"],
            )
        )
        for standard in self:
            standard.impact_open_count = counts.get(standard, 0)

    def _successor(self):
        """The published standard that replaces this one, or none."""
        self.ensure_one()
        return self.replaced_by_ids.filtered(lambda s: s.state == "published")[:1]

    def _open_succession(self):
        """List what each revision touches, set the end of the old standard's use, and tell."""
        for standard in self:
            old = standard.replaces_id
            if old.state != "published" or old._successor() - standard:
                raise UserError(
                    self.env._("%s is not in force and cannot be replaced.", old.display_name)
                )
            procedure = self.env["brand.standard.procedure"]._of(standard.company_id)
            until = standard.transition_until or standard.date_effective + relativedelta(
                months=procedure.transition_months
            )
            if until < standard.date_effective:
                raise UserError(
                    self.env._(
                        "The transition ends on the day the revision comes into force, or later."
                    )
                )
            standard.transition_until = until
            # sudo: dates and rows follow from the publication
            old.sudo().usable_until = until
            Impact = self.env["brand.standard.impact"].sudo()
            rows = Impact.create(Impact._prepare_rows(standard))
            rows._remind(stage=1)

    @api.model
    def _cron_end_transitions(self):
        """Withdraw replaced standards after the last day of their transition, in batches."""
        today = self.env["brand.workday"]._today()
        domain = [("state", "=", "published"), ("usable_until", "<", today)]
        remaining = self.search_count(domain)
        while remaining:
            batch = self.search(domain, limit=200).try_lock_for_update().filtered_domain(domain)
            if not batch:
                break
            batch.action_supersede(reason=self.env._("The transition to the revision has ended."))
            remaining -= len(batch)
            if not self.env["ir.cron"]._commit_progress(len(batch), remaining=remaining):
                break


class BrandApplication(models.Model):
    _inherit = "brand.application"

    def _gaps(self):
        """Also: what is handed in for the first time cites the standard in force."""
        return super()._gaps() + [
            ("standard_ids", text) for text in self._outdated_standard_texts(at_submission=True)
        ]

    def _outdated_standard_texts(self, at_submission=False):
        """Cited standards that a revision in force has replaced and that can no longer be used.

        An application made before the revision came into force may finish under the old standard
        until the end of the transition; a new one may not begin under it.
        """
        self.ensure_one()
        today = self.env["brand.workday"]._today()
        day = self.env["brand.portal"]._day
        made_on = day(self.submitted_on) if self.submitted_on else today
        texts = []
        # sudo: which standard is in force is public
        for standard in self.sudo().standard_ids.filtered("usable_until"):
            successor = standard._successor()
            begins_late = at_submission and successor and made_on >= successor.date_effective
            if begins_late or today > standard.usable_until:
                texts.append(
                    self.env._(
                        "%(old)s has been replaced by %(new)s: cite the new standard.",
                        old=standard.display_name,
                        new=successor.display_name or standard.replaced_by_ids[:1].display_name,
                    )
                )
        return texts

    def _check_standards_in_time(self):
        texts = [text for file in self for text in file._outdated_standard_texts()]
        if texts:
            raise UserError("\n".join(dict.fromkeys(texts)))

    def action_accept(self, document_no=None):
        """Also: no standard whose transition has ended."""
        result = super().action_accept(document_no=document_no)
        self._check_standards_in_time()
        return result

    def action_conclude(self, reason=None, document_no=None):
        """Also: no standard whose transition has ended."""
        result = super().action_conclude(reason=reason, document_no=document_no)
        self._check_standards_in_time()
        return result

    def action_certify(self):
        """Also: no standard whose transition has ended."""
        result = super().action_certify()
        self._check_standards_in_time()
        return result


class BrandCertificate(models.Model):
    _inherit = "brand.certificate"

    def write(self, vals):
        """A version under the new standard settles what its replacement asked for."""
        result = super().write(vals)
        if "standard_ids" in vals:
            # sudo: the rows follow from the certificate, whoever changes it
            rows = self.env["brand.standard.impact"].sudo()
            rows = rows.search([("certificate_id", "in", self.ids), ("done_on", "=", False)])
            changed = rows.filtered(lambda row: row.old_id not in row.certificate_id.standard_ids)
            changed._settle(
                self.env._("The certificate has a version under the new standard."), None
            )
        return result
