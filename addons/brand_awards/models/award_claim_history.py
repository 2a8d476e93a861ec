"""What was before: earlier certificates and honours of recipients and items, with their money."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal

from odoo import api, models
from odoo.fields import Domain

from ..decision import facts
from .award_claim import COMMITTED_STATES, ENDED_STATES, PAID_STATES


@dataclass
class Past:
    """Earlier events of all recipients of a batch, by holder and by item."""

    by_holder: dict = field(default_factory=lambda: defaultdict(list))
    by_item: dict = field(default_factory=lambda: defaultdict(list))
    # what stands on the claims of an event, approved or not
    amounts: dict = field(default_factory=lambda: defaultdict(Decimal))
    # name without blanks and case -> items: one item may be registered twice
    by_label: dict = field(default_factory=lambda: defaultdict(set))
    partners: dict = field(default_factory=dict)  # holder's key -> its partner

    def add(self, entry, partner, label):
        self.partners[entry.holder_key] = partner
        self.by_holder[entry.holder_key].append(entry)
        if entry.event.item_key:
            self.by_item[entry.event.item_key].append(entry)
            self.by_label[label].add(entry.event.item_key)

    def of(self, event, recipient, label, groups):
        """Entries of the recipient, its predecessors and its group, or of the event's item.

        Never the event itself.

        :param label: name of the event's item, as it is compared
        :param groups: :class:`Groups` of the whole batch
        """
        mine = [entry for key in recipient.keys for entry in self.by_holder[key]]
        twins = self.by_label.get(label, set()) - {event.item_key} if event.item_key else set()
        if label and twins:
            mine = [self._of_item(entry, event, recipient, twins) for entry in mine]
        found = {entry.event.key: entry for entry in mine}
        for key in self._group_keys(event, recipient, groups):
            for entry in self.by_holder[key]:
                grouped = replace(entry, holder_group=recipient.group_key)
                found.setdefault(entry.event.key, grouped)
        # drafters of one standard each have it for themselves: others are no history of theirs
        if event.item_key and event.kind != facts.STANDARD:
            for entry in self.by_item[event.item_key]:
                found.setdefault(entry.event.key, entry)
        found.pop(event.key, None)
        return tuple(sorted(found.values(), key=lambda entry: entry.event.order))

    def _group_keys(self, event, recipient, groups):
        """Other holders that belonged to the recipient's group on the day of award."""
        if not recipient.group_key:
            return ()
        return [
            key
            for key, partner in self.partners.items()
            if key not in recipient.keys
            and groups.key(partner, event.award_date) == recipient.group_key
        ]

    def _of_item(self, entry, event, recipient, twins):
        """The entry under the event's item, where the same item is registered a second time.

        By a predecessor, or by its name only; two products of one firm stay two products.
        """
        theirs = entry.event
        by_name = any(key.startswith("named:") for key in (theirs.item_key, event.item_key))
        if theirs.item_key in twins and (by_name or entry.holder_key != recipient.key):
            return replace(entry, event=replace(theirs, item_key=event.item_key))
        return entry

    def sharing(self, event, keys):
        """Others who drafted the same standard, with the amounts on their claims (A11)."""
        if event.kind != facts.STANDARD:
            return ()
        others = (one for one in self.by_item[event.item_key] if one.holder_key not in keys)
        return tuple(
            facts.CoRecipient(one.holder_key, one.holder_name, self.amounts[one.event.key])
            for one in others
            if one.event.kind == facts.STANDARD
        )


class AwardClaim(models.Model):
    _inherit = "award.claim"

    @api.model
    def _past_of(self, sources, lineages, groups):
        """Certificates and recognitions of these recipients, with the money of their claims."""
        partners = sources.partner_id.commercial_partner_id.browse(
            {partner.id for line in lineages.values() for partner in line}
            | set(lineages)
            | groups.partner_ids
        )
        products = sources.product_id
        same = Domain("partner_id", "in", partners.ids) | Domain("product_id", "in", products.ids)
        city = Domain("company_id", "in", sources.company_id.ids)
        certificates = self.env["brand.certificate"].search(same & city, order="id")
        if "standard_id" in sources._fields:
            same |= Domain("standard_id", "in", sources.standard_id.ids)
        # what a certificate made counts with the certificate, on its honour's ladder
        own = Domain("state", "in", ("confirmed", "revoked")) & Domain("certificate_id", "=", False)
        recognitions = self.env["award.recognition"].search(same & own & city, order="id")
        keys = [one._award_event_key() for events in (certificates, recognitions) for one in events]
        past, money = Past(), defaultdict(list)
        for claim in self.search([("event_key", "in", keys), ("state", "not in", ENDED_STATES)]):
            money[claim.event_key].append(claim._to_history())
            past.amounts[claim.event_key] += Decimal(f"{claim.amount:.2f}")
        for one in (*certificates, *recognitions):
            holder = one.partner_id.commercial_partner_id
            past.add(
                facts.HistoryEntry(
                    event=one._prepare_award_event(),
                    holder_key=holder._award_key(),
                    holder_name=one.holder_name or "",
                    claims=tuple(money[one._award_event_key()]),
                ),
                holder.id,
                self._item_label(one),
            )
        return past

    @api.model
    def _item_label(self, source):
        """Name of the item of an event, as two registrations of one item are compared."""
        typed = source.item_name if "item_name" in source._fields else ""
        return "".join((source.product_id.display_name or typed or "").split()).casefold()

    def _to_history(self):
        """This claim's money as the pure decision sees it."""
        amount = Decimal(f"{self.amount:.2f}")
        return facts.HistoryClaim(
            key=self.name,
            rule_key=self.rule_id.code,
            policy_key=self.policy_id.code,
            promised=Decimal(f"{self.promised:.2f}"),
            committed=amount if self.state in COMMITTED_STATES else 0,
            paid=amount if self.state in (*PAID_STATES, "recovered") else 0,
            recovered=Decimal(f"{self.recovered_amount:.2f}"),
            tax=Decimal(f"{self.tax_amount:.2f}"),
        )
