"""An objection that a stranger sends from the page of a notice, and its status by receipt."""

import base64
import hmac

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import ValidationError

MAX_TEXT = 10_000
MAX_COUNT = 5


class BrandObjection(models.Model):
    _inherit = "brand.objection"

    @api.model
    def _public_errors(self, notice, values, proof, evidence):
        """``{field: sentence}`` for all that is wrong with the form, at once."""
        _, errors = self.env._, {}
        if values["line_id"] not in notice.line_ids.ids:
            errors["line_id"] = _("Choose the item that you object to.")
        if not values["text"].strip():
            errors["text"] = _("Write what you object to, and why.")
        if not values["is_anonymous"]:
            errors |= self._public_identity_errors(values, proof)
        if len(evidence) > MAX_COUNT:
            errors["evidence"] = _("At most %s files of evidence.", MAX_COUNT)
        File = self.env["brand.objection.file"]
        for field, (name, content) in [
            *(("proof", one) for one in filter(None, [proof])),
            *(("evidence", one) for one in evidence),
        ]:
            try:
                File._checked_type(content, name)
            except ValidationError as refusal:
                errors[field] = str(refusal.args[0])
        return errors

    @api.model
    def _public_identity_errors(self, values, proof):
        _, errors = self.env._, {}
        if not values["name"].strip():
            errors["name"] = _("Enter your real name, or the name of your unit.")
        if not values["contact"].strip():
            errors["contact"] = _("Say how the office can reach you.")
        problem = self.env["brand.objection.identity"]._number_problem(
            values["kind"], values["number"]
        )
        if problem:
            errors["number"] = problem
        if not proof:
            errors["proof"] = (
                _("Add the letter with the seal of your unit.")
                if values["kind"] == "unit"
                else _("Add a picture of your identity document.")
            )
        return errors

    @api.model
    def _public_receive(self, values, proof, evidence):
        """Register an objection that has no errors; ``(receipt number, code)`` for its status."""
        vals = {
            "line_id": values["line_id"],
            "channel": "web",
            "text": values["text"].strip()[:MAX_TEXT],
            "is_anonymous": values["is_anonymous"],
            "file_ids": [
                (0, 0, {"filename": name, "file": base64.b64encode(content)})
                for name, content in evidence
            ],
        }
        if not values["is_anonymous"]:
            vals |= {
                "objector_kind": values["kind"],
                "objector_name": values["name"].strip(),
                "objector_contact": values["contact"].strip(),
                "objector_number": values["number"].strip(),
                "objector_proof": base64.b64encode(proof[1]),
                "objector_proof_name": proof[0],
            }
        # As the system: a stranger has no rights, what it sends was checked by _public_errors, and
        # the account of somebody who is logged in must stand neither in "created by" nor in the log
        objection = self.with_user(SUPERUSER_ID).create(vals)
        # now, as the system: a later flush would name the sender as who wrote the computed fields
        objection.env.flush_all()
        return objection.name, objection._receipt_code()

    def _receipt_code(self):
        # sudo: told once, to whoever has just sent the objection
        row = self.env["brand.objection.identity"].sudo().search([("objection_id", "=", self.id)])
        return row.receipt_code

    @api.model
    def _public_find(self, name, code):
        """The objection of a receipt, in superuser mode, or none."""
        # sudo: number and code together are the key
        found = self.sudo().search([("name", "=", (name or "").strip().upper())], limit=1)
        known = found and found._receipt_code() or ""
        is_right = hmac.compare_digest(known.encode(), (code or "").strip().encode())
        return found if known and is_right else found.browse()

    def _public_status(self):
        """What the sender is told, as plain values; no names."""
        self.ensure_one()
        date = self.env["ir.actions.report"]._paper_date
        portal = self.env["brand.portal"]
        return {
            "number": self.name,
            "item": self.line_id._announced_values()["name"],
            "notice": self.notice_id.name,
            "notice_path": f"/brand/notices/{self.notice_id.id}",
            "received": self.env["ir.actions.report"]._paper_datetime(self.received_on),
            "state": self.state,
            "state_text": self._public_state_text(),
            "due": date(self.due_on) if self.is_open else "",
            "is_clue": self.is_clue,
            "clue_text": self._public_clue_text(portal),
            "ruling": self.answer or self.ruling or "",
            "ruling_no": self.ruling_no or "",
            "ruled": date(self.ruled_on),
            "has_letter": self.state in ("upheld", "dismissed"),
        }

    def _public_state_text(self):
        _ = self.env._
        if self.state == "upheld" and self.is_partial:
            return _("Upheld in part")
        return {
            "received": _("Received, an officer takes it up"),
            "investigating": _("Two investigators look into it"),
            "upheld": _("Upheld: the item goes no further"),
            "dismissed": _("Dismissed"),
        }[self.state]

    def _public_clue_text(self, _portal):
        _ = self.env._
        return {
            "anonymous": _("Sent without a real name: it is kept as a clue and holds nothing."),
            "late": _("Sent after the last day: it is kept as a clue and holds nothing."),
            "unproven": _("The identity was not proven: it is kept as a clue and holds nothing."),
        }.get(self.clue_reason, "")

    def _paper_values(self):
        """The answer letter's words, addressed to the objector.

        The name stands on it for whoever may know it: the officer in charge, and the objector with
        the receipt. Everybody else prints it without.
        """
        self.ensure_one()
        self.check_access("read")
        objection, _ = self.sudo(), self.env._
        date = self.env["ir.actions.report"]._paper_date
        notice = objection.notice_id
        name = self.objector_name or self.env.context.get("brand_objector") or _("the objector")
        results = {
            "upheld": _("upheld in part") if objection.is_partial else _("upheld"),
            "dismissed": _("dismissed"),
        }
        paragraphs = [
            _(
                "Your objection of %(day)s to “%(item)s” in the notice “%(notice)s” was registered"
                " under the number %(number)s.",
                day=date(objection.received_on),
                item=objection.line_id._announced_values()["name"],
                notice=notice.name,
                number=objection.name,
            )
        ]
        if objection.state not in results:
            paragraphs.append(
                _("It is being looked into; you are answered by %s.", date(objection.due_on))
            )
            return {"title": _("Receipt of an Objection"), "to": name, "paragraphs": paragraphs}
        paragraphs += objection._paper_answer_paragraphs(results[objection.state])
        return {
            "title": _("Answer to an Objection"),
            "number": objection.ruling_no,
            "to": name,
            "paragraphs": [text for text in paragraphs if text],
            "office": notice.office or objection.company_id.name,
            "date": objection.ruled_on,
        }

    def _paper_answer_paragraphs(self, result):
        """What was found and ruled, and what may be done against it."""
        _ = self.env._
        return [
            _("Findings: %s", self.finding) if self.finding else "",
            _("Two investigators looked into it and the applicant was heard.")
            if not self.is_clue
            else _("It was kept as a clue and looked into."),
            _("Result: the objection is %s.", result),
            self.answer or self.ruling or "",
            _(
                "If you do not accept this answer you may, within 60 days from its receipt, apply"
                " for administrative reconsideration at the people's government of the city where"
                " it affects your lawful rights, or tell the discipline office: %s.",
                self.notice_id.discipline_phone or "",
            ),
        ]
