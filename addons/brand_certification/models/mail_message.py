from odoo import api, models
from odoo.exceptions import AccessError

_OURS = ("brand.", "award.")
# Whose message it is, when it was said and on which file
_ORIGIN = frozenset(
    {"author_id", "author_guest_id", "email_from", "date", "model", "res_id", "message_type"}
)
_CONTENT = frozenset({"body", "subject", "attachment_ids", "subtype_id"})


class MailMessage(models.Model):
    """What is written on our files is said in one's own name, and stays.

    Odoo takes the author from whoever posts by RPC, and lets a record's writer change or delete
    what others wrote on it.
    """

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            own = self.env.user.partner_id.id
            for vals in vals_list:
                if self._is_of_ours(vals.get("model")) and vals.get("author_id", own) != own:
                    raise AccessError(self.env._("Messages are written in one's own name."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and (_ORIGIN | _CONTENT) & vals.keys():
            # sudo: which file they are on, and whose they are
            ours = self.sudo().filtered(lambda message: self._is_of_ours(message.model))
            others = ours.filtered(lambda m: m.author_id != self.env.user.partner_id)
            if others or (ours and _ORIGIN & vals.keys()):
                raise AccessError(self.env._("What others wrote on a file stays as it is."))
        result = super().write(vals)
        if not self.env.su and "model" in vals and self._is_of_ours(vals["model"]):
            raise AccessError(self.env._("A message stays where it was written."))
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never_from_our_files(self):
        if not self.env.su and any(self._is_of_ours(m.model) for m in self.sudo()):
            raise AccessError(self.env._("What was written on a file stays."))

    @api.model
    def _is_of_ours(self, model):
        return (model or "").startswith(_OURS)
