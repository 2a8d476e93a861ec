from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.brand_certification.models.transition_mixin import transition

from ..decision import facts

_RECORD_FIELDS = (
    "honour_id",
    "partner_id",
    "product_id",
    "date",
    "document_no",
    "proof",
    "proof_name",
    "holder_name",
    "item_name",
    "standard_id",
    "rank",
    "occasion",
)


class AwardRecognition(models.Model):
    """An enterprise or person received an honour on a date, by a document.

    Registered by one person and confirmed by another, declared by the enterprise, or made by a
    certificate. Once confirmed it makes its reward claims at once.
    """

    _name = "award.recognition"
    _description = "Recognition"
    _inherit = ["brand.transition.mixin", "mail.thread"]
    _order = "date desc, id desc"

    _initial_state = "draft"
    _transitions = {
        "action_confirm": (("draft",), "confirmed", "brand_awards.group_award_officer"),
        "action_revoke": (("confirmed",), "revoked", "brand_certification.group_approver"),
    }
    _duties = {"action_confirm": "confirm"}
    _write_windows = dict.fromkeys(_RECORD_FIELDS, ("draft",))
    _system_fields = frozenset({"certificate_id", "deemed_from_id"})

    honour_id = fields.Many2one("award.honour", required=True, index=True)
    state = fields.Selection(
        [("draft", "Draft"), ("confirmed", "Confirmed"), ("revoked", "Revoked")],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    partner_id = fields.Many2one("res.partner", "Recipient", required=True, index=True)
    holder_name = fields.Char(
        "Name on the Day", compute="_compute_holder_name", store=True, readonly=False
    )
    product_id = fields.Many2one("brand.product", domain="[('partner_id', '=', partner_id)]")
    certificate_id = fields.Many2one(
        "brand.certificate",
        "Made by Certificate",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    company_id = fields.Many2one(related="honour_id.company_id", store=True)
    district_id = fields.Many2one(
        "brand.district", compute="_compute_district_id", store=True, readonly=True
    )
    date = fields.Date("Awarded on", required=True)
    document_no = fields.Char("Document No.", help="The document that awards the honour.")
    proof = fields.Binary(attachment=True)
    proof_name = fields.Char()
    claim_ids = fields.One2many("award.claim", "recognition_id", "Claims")
    decision_ids = fields.One2many("award.decision", "recognition_id", "Decisions")

    _one_per_certificate = models.UniqueIndex(
        "(honour_id, certificate_id) WHERE certificate_id IS NOT NULL",
        "This certificate has made its recognition already.",
    )

    @api.depends("partner_id")
    def _compute_holder_name(self):
        # As on the day: a later renaming or move does not change the record
        for recognition in self:
            recognition.holder_name = recognition.partner_id.name

    @api.depends("partner_id")
    def _compute_district_id(self):
        # By itself: a name that is given on creation would keep the district from being computed
        for recognition in self:
            recognition.district_id = recognition.partner_id.brand_district_id

    @api.depends("honour_id.name", "partner_id.name")
    def _compute_display_name(self):
        for recognition in self:
            parts = (recognition.honour_id.name, recognition.partner_id.name)
            recognition.display_name = " · ".join(filter(None, parts))

    # -- transitions -----------------------------------------------------------------------------

    @transition
    def action_confirm(self, document_no=None):
        """Confirm what another person registered; its claims appear at once (免申即享).

        Refused without document number, or by the person who registered it or changed it last.
        """
        self._check_registered_by_another()
        for recognition in self:
            number = document_no or recognition.document_no
            follows = recognition.certificate_id or recognition.deemed_from_id
            if not number and not follows:
                raise UserError(
                    self.env._(
                        "%s: give the document that awards the honour.", recognition.display_name
                    )
                )
            if number:
                # sudo: the number is written by this step only
                recognition.sudo().document_no = number

    @transition
    def action_revoke(self, reason=None, document_no=None):
        """Revoke the honour; open claims end, a recovery is proposed for paid ones."""
        if not (reason or "").strip() or not document_no:
            raise UserError(self.env._("A revocation needs its reason and its document number."))

    def _end_transition(self, step, reason, document_no):
        result = super()._end_transition(step, reason, document_no)
        # sudo: claims are made and ended by the system; the acting user was checked above
        if step == "action_confirm" and self:
            own = self.filtered(lambda r: not r.certificate_id)
            self.env["award.claim"].sudo()._entitle(own)._tell_entitled()
        elif step == "action_revoke" and self:
            self.sudo().claim_ids._end_for(
                self.env._("The honour was revoked: %s", reason), document_no
            )
        return result

    # -- facts -------------------------------------------------------------------------------------

    def _award_event_key(self):
        self.ensure_one()
        return f"recognition:{self.id}"

    def _import_key(self):
        """What makes two rows of a table the same recognition."""
        self.ensure_one()
        what = (self.item_name or "", self.standard_id.id or 0)
        return (self.honour_id.id, self.partner_id.id, self.document_no or "", *what)

    def _prepare_award_event(self):
        """This recognition as the pure decision sees it."""
        return facts.Event(**self._prepare_award_event_vals())

    def _prepare_award_event_vals(self):
        self.ensure_one()
        honour = self.honour_id
        return {
            "key": self._award_event_key(),
            "kind": facts.HONOUR,
            "name": honour.name,
            "award_date": self.date,
            "honour_key": honour.code,
            "stands_for": honour.code,
            "family_key": honour.family_key or "",
            "item_key": f"product:{self.product_id.id}" if self.product_id else "",
            "item_name": self.product_id.display_name or "",
            "document_no": self.document_no or "",
            "ladder_key": honour.ladder_key or "",
            "ladder_step": honour.ladder_step,
            "sequence": self.id,
        }

    def _award_ended(self):
        """Whether the event no longer stands, as the pure decision sees it."""
        self.ensure_one()
        if self.state != "revoked":
            return None
        last = self.transition_ids[:1]
        return facts.Ended("revoked", fields.Date.to_date(last.date), last.document_no or "")
