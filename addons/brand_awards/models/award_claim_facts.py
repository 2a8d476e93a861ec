"""Gathering facts for the pure decision."""

from odoo import api, models

from ..decision import facts


class AwardClaim(models.Model):
    _inherit = "award.claim"

    @api.model
    def _facts_of(self, sources, claim_dates):
        """``{source id: Facts}``; the number of queries does not depend on that of the sources."""
        today = self.env["brand.workday"]._today()
        partners = sources.partner_id.commercial_partner_id
        lineages, groups = partners._award_lineages(), partners._award_groups()
        past = self._past_of(sources, lineages, groups)
        tables = {
            company: self.env["award.payer.table"]._tables_of(company)
            for company in sources.company_id
        }
        rulings = {
            key: self._rulings(*key)
            for key in {(source.company_id, claim_dates[source.id]) for source in sources}
        }
        known = {}
        for source in sources:
            partner = source.partner_id.commercial_partner_id
            event = source._prepare_award_event()
            group = groups.key(partner.id, event.award_date)
            recipient = self._recipient(source, partner, lineages[partner.id], group)
            known[source.id] = facts.Facts(
                event=event,
                recipient=recipient,
                claim_date=claim_dates[source.id],
                history=past.of(event, recipient, self._item_label(source), groups),
                rulings=rulings[source.company_id, claim_dates[source.id]],
                payer_tables=tables[source.company_id],
                co_recipients=past.sharing(event, recipient.keys),
                holds=tuple(self._holds(source, partner, today)),
                ended=source._award_ended(),
            )
        return known

    @api.model
    def _recipient(self, source, partner, lineage, group):
        award_name = source.holder_name or partner.name
        return facts.Recipient(
            key=partner._award_key(),
            name=partner.name,
            kind=partner.award_recipient_kind,
            award_name=award_name if award_name != partner.name else "",
            lineage=frozenset(one._award_key() for one in lineage),
            group_key=group,
            district=source.district_id.code or "",
            budget_funded=partner.is_budget_funded,
        )

    @api.model
    def _rulings(self, company, on):
        """Rulings in force for the pure decision; what is not ruled is absent."""
        return {
            code: facts.Ruling(
                ruling.choice, ruling.document_no or "", ruling.date_from, ruling.decided_by or ""
            )
            for code, ruling in self.env["brand.ruling"]._in_force(company, on).items()
        }

    @api.model
    def _holds(self, source, partner, today):
        """What a due claim waits for on account of its recipient and its event."""
        listings = partner._credit_listings(today)
        if listings:
            yield facts.Hold(
                facts.BLACKLIST, partner._credit_words(today), min(listings.mapped("date_from"))
            )
        if source._name == "brand.certificate" and source.state == "suspended":
            yield facts.Hold(facts.SUSPENDED)
        if source._name == "brand.certificate" and source.state == "cancelled":
            yield facts.Hold(facts.CANCELLED)
