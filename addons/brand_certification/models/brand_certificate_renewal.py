"""Renewal: a new evaluation before the certificate ends, and a new term from the day after."""

import dataclasses

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..scheme import gaps

_ENDED = ("rejected", "withdrawn")


class BrandApplication(models.Model):
    """An application may be for the renewal of a certificate: same product, same scheme."""

    _inherit = "brand.application"

    _system_fields = frozenset({"renews_id"})

    renews_id = fields.Many2one(
        "brand.certificate", "Renewal of", readonly=True, copy=False, index="btree_not_null"
    )

    # A renewal is for the product of the application before it
    _one_per_product = models.UniqueIndex(
        "(program_id, product_id) WHERE state NOT IN ('rejected', 'withdrawn')"
        " AND renews_id IS NULL",
        "There is an application for this product in this programme already.",
    )
    _one_renewal = models.UniqueIndex(
        "(renews_id) WHERE state NOT IN ('rejected', 'withdrawn')",
        "The renewal of this certificate has been applied for already.",
    )

    @api.constrains("renews_id", "program_id", "product_id", "partner_id")
    def _check_renewal(self):
        """A renewal keeps holder, product and scheme; anything else is a new application."""
        for application in self.sudo().filtered("renews_id"):
            old, program = application.renews_id, application.program_id
            if (
                old.partner_id != application.partner_id
                or old.product_id != application.product_id
                or (old.program_id.code, old.company_id) != (program.code, program.company_id)
            ):
                raise ValidationError(
                    self.env._(
                        "The renewal of %s is for its holder, its product and its programme.",
                        old.number,
                    )
                )

    def _gap_facts(self):
        """A renewal is bound by its certificate's end, not by the window and the yearly limit."""
        facts = super()._gap_facts()
        if not self.renews_id:
            return facts
        free = gaps.Limit(None, 0)
        return dataclasses.replace(facts, window=gaps.Window(), limit=free, group_limit=free)

    def _item_facts(self):
        """The application that the certificate came from is no rival of its renewal."""
        item = super()._item_facts()
        if item.rival and item.rival in self._renewed_applications().mapped("name"):
            return dataclasses.replace(item, rival=None)
        return item

    def _new_duplicates(self):
        """A renewal looks like the application before it, and is no duplicate of it."""
        found = super()._new_duplicates()
        # sudo: files of all offices are compared, as there
        pairs = [(v, *self.sudo().browse((v["application_id"], v["other_id"]))) for v in found]
        return [
            vals
            for vals, one, other in pairs
            if one not in other._renewed_applications() and other not in one._renewed_applications()
        ]

    def _renewed_applications(self):
        """The applications of the certificates that this one renews, over all renewals."""
        # sudo: own earlier files, whoever opened them
        found, before = self.sudo().browse(), self.sudo().renews_id
        while before:
            found |= before.application_id
            before = before.renews_id
        return found


class BrandCertificate(models.Model):
    _inherit = "brand.certificate"

    renewal_application_ids = fields.One2many("brand.application", "renews_id", "Renewals")
    renewal_from = fields.Date(
        "Renewal Opens on", compute="_compute_renewal_from", help="Until the last day of validity."
    )

    @api.depends("date_end", "program_id.renewal_months")
    def _compute_renewal_from(self):
        for certificate in self:
            # sudo: a setting of the programme under which it was issued
            months = certificate.sudo().program_id.renewal_months
            end = certificate.date_end
            certificate.renewal_from = end - relativedelta(months=months) if end else False

    def _open_renewal(self):
        """The application for renewal that is under way, or none."""
        # sudo: whether one is under way is a fact for whoever may read the certificate
        return self.sudo().renewal_application_ids.filtered(lambda a: a.state not in _ENDED)[:1]

    def _renewal_program(self):
        """The newest version of the programme that is open, or an empty one."""
        # sudo: rules are public; a version is chosen, nothing is shown
        program = self.sudo().program_id
        return program.search(
            [
                ("code", "=", program.code),
                ("company_id", "=", program.company_id.id),
                ("state", "=", "open"),
            ],
            order="version desc",
            limit=1,
        )

    def _renewal_refusal(self):
        """Why the certificate cannot be renewed today, in a sentence; empty if it can."""
        self.ensure_one()
        _, today = self.env._, self.env["brand.workday"]._today()
        day = self.env["brand.portal"]._long_date
        if self.renewed_by_ids:
            return _("It has been renewed.")
        if self.status not in ("valid", "suspended"):
            return _("It is no longer in force: apply anew.")
        if today < self.renewal_from:
            return _("Renewal opens on %s.", day(self.renewal_from))
        if not self._renewal_program():
            return _("The programme takes no applications any more.")
        return ""

    def action_renew(self):
        """The draft of the renewal, made from the certificate's own application if there is none.

        :raises UserError: before it opens, after the end, and for what is not in force
        :return: the application
        """
        self.ensure_one()
        self.check_access("read")
        running = self._open_renewal()
        if running:
            return running.with_env(self.env)
        refusal = self._renewal_refusal()
        if refusal:
            raise UserError(
                self.env._("%(number)s: %(refusal)s", number=self.number, refusal=refusal)
            )
        Application = self.env["brand.application"]
        Application.check_access("create")
        # sudo: what it renews is set by this step only, for a certificate the user may read
        draft = Application.sudo().create(self._prepare_renewal_vals())
        return draft.with_env(self.env)

    def _prepare_renewal_vals(self):
        """The earlier file's answers, to be corrected; level and standards as they still exist."""
        before, program = self.sudo().application_id, self._renewal_program()
        level = program.level_ids.filtered(
            lambda lv: lv.code == self.sudo().level_id.code or lv.name == self.sudo().level_id.name
        )[:1]
        standards = self.sudo().standard_ids.filtered(lambda s: s.state == "published")
        texts = ("advantage", "market_position", "intellectual_property", "quality_system")
        return {
            "renews_id": self.id,
            "program_id": program.id,
            "partner_id": self.partner_id.id,
            "product_id": self.product_id.id,
            "level_id": level.id,
            "standard_ids": [(6, 0, standards.ids)],
            "body_id": False,
            "contact_name": before.contact_name,
            "contact_phone": before.contact_phone,
            **{name: before[name] for name in texts},
        }
