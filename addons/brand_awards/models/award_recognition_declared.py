"""Honours that an enterprise declares itself: drafts with their proof, confirmed or refused."""

import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.brand_certification.models.transition_mixin import transition

from ..decision import facts

# Answers of the portal's form, in its order
DECLARED = ("honour_id", "date", "document_no", "item_name")
_REQUIRED = ("honour_id", "date", "document_no")


class AwardRecognition(models.Model):
    _inherit = "award.recognition"

    _transitions = {
        "action_refuse": (("draft",), "refused", "brand_awards.group_award_officer"),
    }
    _duties = {"action_refuse": "confirm"}
    _system_fields = frozenset({"declared_by_id"})

    state = fields.Selection(
        selection_add=[("refused", "Not recognised")], ondelete={"refused": "cascade"}
    )
    declared_by_id = fields.Many2one(
        "res.users",
        "Declared by",
        readonly=True,
        copy=False,
        help="The enterprise's own user; without one the office registered it.",
    )

    @transition
    def action_refuse(self, reason=None):
        """Decline what an enterprise declared, with the reason that it is told (award officers).

        What the office itself registered by mistake is deleted while it is a draft.
        """
        own = self.filtered(lambda r: not r.declared_by_id)
        if own:
            raise UserError(
                self.env._(
                    "Nobody declared it; delete the draft: %s",
                    ", ".join(own.mapped("display_name")),
                )
            )
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: the enterprise is told it."))
        title = self.env._("Your declaration of an honour was not taken:")
        for recognition in self:
            recognition._tell_declarer(title, [f"{recognition.honour_id.name}: {reason}"])

    def _tell_declarer(self, title, lines):
        # sudo: whom to tell is kept by the system
        self.env["brand.digest"]._tell(self, self.sudo().declared_by_id.partner_id, title, lines)

    def _check_registered_by_another(self):
        """Who entered a draft, or changed it last, does not confirm it."""
        for recognition in self:
            # sudo: who wrote the draft is asked for the office, not for the user
            draft = recognition.sudo()
            follows = draft.certificate_id or draft.deemed_from_id
            if not follows and self.env.user in (draft.create_uid, draft.write_uid):
                raise UserError(
                    self.env._(
                        "%s: you registered it yourself. Somebody else must confirm it.",
                        recognition.display_name,
                    )
                )

    # -- in the portal -------------------------------------------------------------------------------

    @api.model
    def _portal_partner(self):
        return self.env.user.partner_id.commercial_partner_id

    @api.model
    def _portal_honours(self):
        """``[(id, name)]`` of what the user's enterprise may declare in its cities.

        Not what a certificate gives by itself, and not a part in drafting a standard, which the
        office reads from the standard.
        """
        # sudo: names of honours; they are no secret
        honours = (
            self.env["award.honour"]
            .sudo()
            .search(
                [
                    ("company_id", "in", self.env.user.company_ids.ids),
                    ("holder_kind", "=", "organisation"),
                    ("event_kind", "!=", facts.STANDARD),
                    ("program_id", "=", False),
                ],
                order="ladder_key, ladder_step desc, name",
            )
        )
        return [(honour.id, self._portal_honour_name(honour)) for honour in honours]

    @api.model
    def _portal_honour_name(self, honour):
        return f"{honour.name} ({honour.authority})" if honour.authority else honour.name

    @api.model
    def _portal_declaration_errors(self, answers, files):
        """``{field: [texts]}`` of what is wrong with a declaration, all at once."""
        _ = self.env._
        labels = self.fields_get(_REQUIRED, ["string"])
        errors = {
            name: [_("“%s” is empty.", labels[name]["string"])]
            for name in _REQUIRED
            if not (answers.get(name) or "").strip()
        }
        if answers.get("honour_id") and not self._portal_chosen_honour(answers):
            errors["honour_id"] = [_("Choose one of the honours on the list.")]
        if answers.get("date"):
            errors |= self._portal_date_errors(answers["date"])
        if not files:
            errors["proof"] = [_("Choose the file of the certificate or of the document.")]
        if not errors and self._portal_known(answers):
            errors["honour_id"] = [_("The office has this honour under this document already.")]
        return errors

    @api.model
    def _portal_date_errors(self, typed):
        try:
            day = fields.Date.to_date(typed)
        except ValueError:
            return {"date": [self.env._("“%s” is no date.", typed)]}
        if day > self.env["brand.workday"]._today():
            return {
                "date": [
                    self.env._(
                        "The date %s is yet to come.", self.env["brand.portal"]._long_date(day)
                    )
                ]
            }
        return {}

    @api.model
    def _portal_chosen_honour(self, answers):
        known = {str(number) for number, _name in self._portal_honours()}
        typed = (answers.get("honour_id") or "").strip()
        return int(typed) if typed in known else 0

    @api.model
    def _portal_known(self, answers):
        # sudo: the enterprise does not read the register; this is about its own honours
        return (
            self.sudo().search_count(
                [
                    ("honour_id", "=", self._portal_chosen_honour(answers)),
                    ("partner_id", "=", self._portal_partner().id),
                    ("document_no", "=", answers["document_no"].strip()),
                    ("item_name", "in", self._item_names(answers)),
                    ("state", "!=", "refused"),
                ],
                limit=1,
            )
            > 0
        )

    @api.model
    def _item_names(self, answers):
        item = (answers.get("item_name") or "").strip()
        return [item] if item else [False, ""]

    @api.model
    def _portal_declare(self, answers, files):
        """Keep the declaration as a draft of the office's register; the proof is kept with it.

        :param answers: texts by the names of ``DECLARED``, checked by ``_portal_declaration_errors``
        :param files: one dict ``{filename, file}``, the file as base64
        :raises UserError: for somebody who is no enterprise, or a file of another kind or size
        """
        if "enterprise" not in self.env["brand.portal"]._roles():
            raise UserError(self.env._("Only an enterprise declares its honours."))
        proof = files[0]
        content = base64.b64decode(proof["file"])
        self.env["brand.file.mixin"]._checked_type(content, proof["filename"])
        # sudo: the register is the office's; honour and recipient were checked or are the user's
        return self.sudo().create(
            {
                "honour_id": self._portal_chosen_honour(answers),
                "partner_id": self._portal_partner().id,
                "date": answers["date"],
                "document_no": answers["document_no"].strip(),
                "item_name": (answers.get("item_name") or "").strip() or False,
                "proof": proof["file"],
                "proof_name": proof["filename"],
                "declared_by_id": self.env.uid,
            }
        )

    @api.model
    def _portal_own(self):
        """What the office has about the user's enterprise, in superuser mode."""
        # sudo: the enterprise does not read the register; these are its own honours
        return self.sudo().search([("partner_id", "=", self._portal_partner().id)])

    @api.model
    def _portal_rows(self):
        """Own honours as plain values, the youngest first."""
        return [
            {
                "id": one.id,
                "name": one.honour_id.name,
                "item": one.product_id.display_name or one.item_name or "",
                "day": one.date,
                "document_no": one.document_no or "",
                "state_text": one._portal_state_text(),
                "reason": one.transition_ids[:1].reason or ""
                if one.state in ("refused", "revoked")
                else "",
                "may_take_back": one._portal_may_take_back(),
            }
            for one in self._portal_own()
        ]

    def _portal_state_text(self):
        self.ensure_one()
        _ = self.env._
        return {
            "draft": _("The office checks it"),
            "confirmed": _("Confirmed by the office"),
            "refused": _("Not taken by the office"),
            "revoked": _("Revoked by its authority"),
        }[self.state]

    def _portal_may_take_back(self):
        self.ensure_one()
        return self.state == "draft" and bool(self.declared_by_id)

    @api.model
    def _portal_take_back(self, recognition_id):
        """Delete an own declaration that the office has not decided on yet.

        :raises UserError: for one that is not the enterprise's own, or was decided on
        """
        found = self._portal_own().filtered(lambda one: one.id == recognition_id)
        if not found or not found._portal_may_take_back():
            raise UserError(self.env._("The office has decided on it already, or it is not yours."))
        found.unlink()
