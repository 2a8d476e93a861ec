"""Honours that are standards drafted or platforms approved, deemed honours, kinds of recipients."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..decision import facts

# Unified social credit codes: organs, public institutions, social organisations, rural collectives
_UNIT_PREFIXES = ("11", "12", "13", "19", "51", "52", "53", "59", "N1", "A1", "Y1", "G1", "J1")


class AwardHonour(models.Model):
    _inherit = "award.honour"

    event_kind = fields.Selection(
        [
            (facts.HONOUR, "Honour"),
            (facts.STANDARD, "Standard drafted"),
            (facts.PLATFORM, "Platform approved"),
        ],
        "Kind",
        required=True,
        default=facts.HONOUR,
    )
    deemed_ids = fields.Many2many(
        "award.honour",
        "award_honour_deemed",
        "honour_id",
        "deemed_id",
        "Counts also as",
        domain="[('id', '!=', id), ('company_id', '=', company_id)]",
        help="Honours that the holder is deemed to have as well (视同). Whether a deemed honour is"
        " rewarded is open question A9.",
    )


class AwardRecognition(models.Model):
    _inherit = "award.recognition"

    event_kind = fields.Selection(related="honour_id.event_kind")
    item_name = fields.Char(
        "Item", help="What the honour was given for, if not a product of the register."
    )
    standard_id = fields.Many2one("brand.standard", index="btree_not_null")
    rank = fields.Integer("Drafter's Rank", help="In the foreword of the standard; 1 is the first.")
    occasion = fields.Selection(
        [
            (facts.NEW, "New"),
            (facts.RENEWAL, "Renewed"),
            (facts.DEEMED, "Deemed"),
            (facts.CONVERSION, "Carried over"),
            (facts.REVISION, "Revised standard"),
        ],
        "Obtained by",
        required=True,
        default=facts.NEW,
    )
    deemed_from_id = fields.Many2one(
        "award.recognition", "Deemed by", readonly=True, copy=False, index="btree_not_null"
    )

    _deemed_once = models.UniqueIndex(
        "(honour_id, deemed_from_id) WHERE deemed_from_id IS NOT NULL",
        "The higher honour has made this one already.",
    )

    @api.constrains("honour_id", "standard_id", "rank")
    def _check_standard(self):
        for recognition in self.filtered(lambda r: r.event_kind == facts.STANDARD):
            if not recognition.standard_id or recognition.rank < 1:
                raise ValidationError(
                    self.env._(
                        "%s: name the standard and the rank in its foreword.",
                        recognition.display_name,
                    )
                )

    def _end_transition(self, step, reason, document_no):
        result = super()._end_transition(step, reason, document_no)
        if step == "action_confirm":
            self._make_deemed()
        elif step == "action_revoke":
            self._revoke_deemed(reason, document_no)
        return result

    def _make_deemed(self):
        """Honours that these count as as well: recorded, confirmed by the same document."""
        # sudo: they follow from the higher honour, whoever confirmed it
        rows = [
            {
                "honour_id": deemed.id,
                "partner_id": recognition.partner_id.id,
                "product_id": recognition.product_id.id,
                "item_name": recognition.item_name,
                "holder_name": recognition.holder_name,
                "date": recognition.date,
                "document_no": recognition.document_no,
                "occasion": facts.DEEMED,
                "deemed_from_id": recognition.id,
            }
            for recognition in self.sudo()
            for deemed in recognition.honour_id.deemed_ids
        ]
        if rows:
            self.sudo().create(rows).action_confirm()

    def _revoke_deemed(self, reason, document_no):
        # sudo: a deemed honour falls with the one it rests on
        deemed = self.sudo().search(
            [("deemed_from_id", "in", self.ids), ("state", "=", "confirmed")]
        )
        if deemed:
            deemed.action_revoke(reason=reason, document_no=document_no)

    def _prepare_award_event_vals(self):
        vals = super()._prepare_award_event_vals()
        if self.standard_id:
            vals |= {
                "name": self.standard_id.display_name,
                "level": self.standard_id.level,
                "rank": self.rank,
                "item_key": f"standard:{self.standard_id.id}",
                "item_name": self.standard_id.display_name,
            }
        elif self.item_name and not self.product_id:
            name = "".join(self.item_name.split()).casefold()
            # a name says which item only together with whose it is
            holder = self.partner_id.commercial_partner_id._award_key()
            vals |= {"item_key": f"named:{holder}:{name}", "item_name": self.item_name}
        return vals | {"kind": self.honour_id.event_kind, "occasion": self.occasion}


class ResPartner(models.Model):
    _inherit = "res.partner"

    award_recipient_kind = fields.Selection(
        [
            (facts.ENTERPRISE, "Enterprise"),
            (facts.UNIT, "Other unit"),
            (facts.PERSON, "Person"),
        ],
        "Recipient of Rewards as",
        compute="_compute_award_recipient_kind",
        store=True,
        readonly=False,
    )
    is_budget_funded = fields.Boolean(
        "Lives on Public Budget", help="Whether such units receive money is open question A13."
    )

    @api.depends("is_company", "uscc")
    def _compute_award_recipient_kind(self):
        for partner in self:
            if not partner.is_company:
                partner.award_recipient_kind = facts.PERSON
            elif (partner.uscc or "").startswith(_UNIT_PREFIXES):
                partner.award_recipient_kind = facts.UNIT
            else:
                partner.award_recipient_kind = facts.ENTERPRISE
