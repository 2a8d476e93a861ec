"""A reward whose ground fell away while it was on its way to the bank."""

from odoo import models


class AwardClaim(models.Model):
    _inherit = "award.claim"

    def _end_transition(self, step, reason, document_no):
        """What was held in a batch ends when it leaves it: open by cancelling, paid by a recovery."""
        result = super()._end_transition(step, reason, document_no)
        if step in ("action_unschedule", "action_pay"):
            # sudo: what follows from the ground is the system's
            for claim in self.sudo():
                lost = claim._lost_ground()
                if lost:
                    claim._end_for(*lost)
        if step == "action_pay":
            moved = self.sudo().filtered("facts_text")
            moved.facts_text = False
            moved._mark_moved()
        return result

    def _lost_ground(self):
        """``(reason, document number)`` by which certificate or honour fell away, or None."""
        self.ensure_one()
        if self.certificate_id.state == "withdrawn":
            last = _last_step(self.certificate_id)
            text = self.env._("The certificate %s was withdrawn.", self.certificate_id.number)
            return text, last.document_no
        if self.recognition_id.state == "revoked":
            last = _last_step(self.recognition_id)
            return self.env._("The honour was revoked: %s", last.reason or ""), last.document_no
        return None


def _last_step(record):
    """The step that brought a record into the state it is in."""
    return record.transition_ids.filtered(lambda row: row.to_state == record.state)[:1]
