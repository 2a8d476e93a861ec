from odoo import models
from odoo.exceptions import AccessError

_LINKS = ("predecessor_ids", "successor_ids")
_MANAGER = "brand_certification.group_manager"


class ResPartner(models.Model):
    """Blacklist, cool-down and the first time follow an enterprise through its lineage.

    A link that was made counts for money and bans: it is not taken away in silence.
    """

    _inherit = "res.partner"

    def write(self, vals):
        if self.env.su or not set(_LINKS) & vals.keys():
            return super().write(vals)
        before = self._links()
        result = super().write(vals)
        after = self._links()
        lost = self.filtered(lambda p: before[p] - after[p])
        if lost and not self.env.user.has_group(_MANAGER):
            raise AccessError(
                self.env._(
                    "A link between enterprises is kept; a wrong one is taken away by the"
                    " programme manager: %s",
                    ", ".join(lost.mapped("display_name")),
                )
            )
        self._tell_changed_links(before, after)
        return result

    def _links(self):
        """``{enterprise: whom it came from and in whom it lives on}``."""
        # sudo: a link counts, whoever may read the other enterprise
        return {partner: partner.predecessor_ids | partner.successor_ids for partner in self.sudo()}

    def _tell_changed_links(self, before, after):
        """Note in the thread of each enterprise which links came and went, and by whom."""
        for partner in self:
            words = [
                (self.env._("Linked with: %s"), after[partner] - before[partner]),
                (self.env._("No longer linked with: %s"), before[partner] - after[partner]),
            ]
            text = "; ".join(word % ", ".join(who.mapped("name")) for word, who in words if who)
            if text:
                # sudo: who changes a link need not be able to write the thread
                partner.sudo()._message_log(body=text, author_id=self.env.user.partner_id.id)
