"""Certificates as events of rewards: made, held, ended; the honour a programme gives."""

from odoo import api, fields, models

from ..decision import facts


class BrandCertificate(models.Model):
    """What awards add: a certificate makes its claims, and takes them along when it falls."""

    _inherit = "brand.certificate"

    claim_ids = fields.One2many("award.claim", "certificate_id", "Rewards")
    award_decision_ids = fields.One2many("award.decision", "certificate_id", "Reward Decisions")
    claim_count = fields.Integer(compute="_compute_claim_count", string="Number of Rewards")

    @api.depends("claim_ids")
    def _compute_claim_count(self):
        counts = dict(
            self.env["award.claim"]._read_group(
                [("certificate_id", "in", self.ids)], ["certificate_id"], ["__count"]
            )
        )
        for certificate in self:
            certificate.claim_count = counts.get(certificate, 0)

    def _after_issue(self):
        """Make recognitions and claims of new certificates at once (免申即享)."""
        result = super()._after_issue()
        # sudo: rewards follow from the certificate, whoever issued it
        certificates = self.sudo()
        certificates._make_recognitions()
        self.env["award.claim"].sudo()._entitle(certificates)._tell_entitled()
        return result

    def _after_state_change(self):
        """A withdrawn certificate ends its open claims and proposes recovery of paid ones."""
        result = super()._after_state_change()
        withdrawn = self.sudo().filtered(lambda c: c.state == "withdrawn")
        withdrawn._revoke_recognitions()
        for certificate in withdrawn.filtered("claim_ids"):
            certificate.claim_ids._end_for(*certificate.claim_ids[:1]._lost_ground())
        return result

    def _make_recognitions(self):
        """Certificates of a programme that gives an honour make its recognition, confirmed."""
        recognitions = self.env["award.recognition"].create(
            [
                {
                    "honour_id": honour.id,
                    "partner_id": certificate.partner_id.id,
                    "product_id": certificate.product_id.id,
                    "certificate_id": certificate.id,
                    "holder_name": certificate.holder_name,
                    "date": certificate.date_issue,
                    "document_no": certificate.number,
                    "occasion": certificate._award_occasion(),
                }
                for certificate in self
                for honour in certificate.program_id.award_honour_ids
            ]
        )
        if recognitions:
            recognitions.action_confirm()

    def _revoke_recognitions(self):
        """What withdrawn certificates made falls with them, by the same document."""
        made = self.env["award.recognition"].search(
            [("certificate_id", "in", self.ids), ("state", "=", "confirmed")]
        )
        for certificate, recognitions in made.grouped("certificate_id").items():
            last = certificate.transition_ids[:1]
            recognitions.action_revoke(
                reason=self.env._("The certificate %s was withdrawn.", certificate.number),
                document_no=last.document_no or certificate.number,
            )

    # -- facts -------------------------------------------------------------------------------------

    def _award_event_key(self):
        self.ensure_one()
        key = f"certificate:{self.company_id.id}:{self.number}"
        # renewed under its number: an event of its own
        return f"{key}:{self.id}" if self.renews_id.number == self.number else key

    def _prepare_award_event(self):
        """This certificate as the pure decision sees it.

        It stands on the ladder of the honour that its programme gives: 武汉精品 is the step below
        湖北精品, whether it was registered or certified.
        """
        self.ensure_one()
        honour = self.program_id._award_honour()
        return facts.Event(
            key=self._award_event_key(),
            kind=facts.CERTIFICATE,
            name=self.program_id._award_name(),
            award_date=self.date_issue,
            honour_key=self.program_id.code,
            level=self.level_id._award_key() if self.level_id else "",
            item_key=f"product:{self.product_id.id}" if self.product_id else "",
            item_name=self.product_name or "",
            document_no=self.number,
            occasion=self._award_occasion(),
            stands_for=honour.code or "",
            family_key=honour.family_key or "",
            ladder_key=honour.ladder_key or "",
            ladder_step=honour.ladder_step,
            sequence=self.id,
        )

    def _award_occasion(self):
        """How it came about; a change gives the certificate a version, and no new event."""
        self.ensure_one()
        return facts.RENEWAL if self.renews_id else facts.NEW

    def _award_ended(self):
        """Whether the event no longer stands, as the pure decision sees it."""
        self.ensure_one()
        if self.state != "withdrawn":
            return None
        last = self.transition_ids[:1]
        return facts.Ended("withdrawn", fields.Date.to_date(last.date), last.document_no or "")

    def action_view_claims(self):
        """Rewards that follow from this certificate, and why not where there are none."""
        self.ensure_one()
        model = "award.claim" if self.claim_count else "award.decision"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Rewards"),
            "res_model": model,
            "view_mode": "list,form",
            "domain": [("certificate_id", "=", self.id)],
        }


class BrandProgram(models.Model):
    _inherit = "brand.program"

    award_honour_ids = fields.Many2many(
        "award.honour",
        string="Honours Given",
        compute="_compute_award_honour_ids",
        compute_sudo=True,
        help="Honours that a certificate of any version of this programme makes by itself.",
    )

    @api.depends("code", "company_id")
    def _compute_award_honour_ids(self):
        """By code, as rules name programmes: the next version gives the same honours."""
        honours = self.env["award.honour"].search(
            [
                ("program_id.code", "in", self.mapped("code")),
                ("company_id", "in", self.company_id.ids),
            ]
        )
        by_code = honours.grouped(lambda honour: (honour.company_id, honour.program_id.code))
        for program in self:
            program.award_honour_ids = by_code.get((program.company_id, program.code), False)

    def _award_honour(self):
        """The honour whose step on a ladder a certificate of this programme takes; may be none."""
        self.ensure_one()
        return self.award_honour_ids.sorted("ladder_step")[-1:]

    def _award_name(self):
        """Name of the certification in a sentence: “芜湖智造”品牌认证."""
        self.ensure_one()
        return self.certificate_title or self.name


class BrandProgramLevel(models.Model):
    _inherit = "brand.program.level"

    def _award_key(self):
        """Key of the level over all versions of its programme."""
        self.ensure_one()
        return self.code or self.name
