"""Gathering facts for the pure decision, and keeping what it says."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..decision import decide, facts, result
from .award_claim import COMMITTED_STATES, ENDED_STATES, PAID_STATES, UNAPPROVED_STATES


@dataclass
class _Past:
    """Earlier events of all recipients of a batch, by holder and by item."""

    by_holder: dict = field(default_factory=lambda: defaultdict(list))
    by_item: dict = field(default_factory=lambda: defaultdict(list))
    # what stands on the claims of an event, approved or not
    amounts: dict = field(default_factory=lambda: defaultdict(Decimal))

    def add(self, entry):
        self.by_holder[entry.holder_key].append(entry)
        if entry.event.item_key:
            self.by_item[entry.event.item_key].append(entry)

    def of(self, event, keys):
        """Entries of these holders or of the event's item, without the event itself."""
        found = {e.event.key: e for key in keys for e in self.by_holder[key]}
        # drafters of one standard each have it for themselves: others are no history of theirs
        if event.item_key and event.kind != facts.STANDARD:
            found |= {e.event.key: e for e in self.by_item[event.item_key]}
        found.pop(event.key, None)
        return tuple(sorted(found.values(), key=lambda entry: entry.event.order))

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

    # -- entitling ---------------------------------------------------------------------------------

    @api.model
    def _entitle(self, sources):
        """Decide new events and make their claims at once, without anybody asking (免申即享).

        In effect order: facts gathered for the whole batch, decided by the pure function, claims
        made where something is due or held, and a decision kept for every clause and event, also
        where nothing is due. Events that have their claim or decision already are left alone.

        :param sources: certificates or recognitions (one model), in superuser mode
        :return: the new claims
        """
        today = self.env["brand.workday"]._today()
        decided = self._decide(sources, dict.fromkeys(sources.ids, today))
        fresh = self._without_known(decided)
        claimable = [row for row in fresh if row[3].status != result.NOTHING]
        claims = self.create([self._prepare_claim_vals(*row, today) for row in claimable])
        claims._assign_funds()
        self._keep_decisions(fresh, dict(zip((id(r[3]) for r in claimable), claims, strict=True)))
        without_policy = sources - sources.browse([row[0].id for row in decided])
        self._keep_no_policy(without_policy)
        return claims

    @api.model
    def _decide(self, sources, claim_dates):
        """``[(source, policy, rule, decision)]`` of these events under all policies that apply."""
        rows = []
        known = self._facts_of(sources, claim_dates)
        policies_of = {}
        for source in sources:
            event, day = known[source.id].event, claim_dates[source.id]
            key = (source.company_id.id, event.award_date, day)
            if key not in policies_of:
                policies = self.env["award.policy"]._applicable(
                    source.company_id, event.award_date, day
                )
                policies_of[key] = [
                    (policy, policy._to_policy(), policy._rates_on(event.award_date, day))
                    for policy in policies
                ]
            for policy, data, rates in policies_of[key]:
                rules = {rule.code: rule for rule in policy.rule_ids}
                given = replace(known[source.id], rates=rates) if rates else known[source.id]
                for decision in decide.decide_event(data, given):
                    rule = rules.get(decision.basis.rule_key, policy.rule_ids.browse())
                    rows.append((source, policy, rule, decision))
        return rows

    @api.model
    def _without_known(self, decided):
        """Rows whose event has neither a standing claim nor the same decision under the clause."""
        events = list({row[0]._award_event_key() for row in decided})
        claims = self.search([("event_key", "in", events), ("state", "not in", ENDED_STATES)])
        rows = self.env["award.decision"].search([("event_key", "in", events)])
        standing = {(claim.event_key, claim.rule_key) for claim in claims}
        told = {(row.event_key, row.rule_id.id, row.policy_id.id, row.reason) for row in rows}
        fresh = []
        for source, policy, rule, decision in decided:
            event_key = source._award_event_key()
            same = (event_key, rule.id, policy.id, decision.reason) in told
            if decision.status == result.NOTHING and same:
                continue
            if rule and (event_key, rule._key()) in standing:
                continue
            fresh.append((source, policy, rule, decision))
        return fresh

    @api.model
    def _prepare_claim_vals(self, source, policy, rule, decision, today):
        partner = source.partner_id.commercial_partner_id
        return {
            self._source_field(source): source.id,
            "partner_id": partner.id,
            "program_id": source.program_id.id if "program_id" in source._fields else False,
            "company_id": source.company_id.id,
            "district_id": source.district_id.id,
            "rule_id": rule.id,
            "rule_version": decision.basis.rule_version,
            "rule_key": rule._key(),
            "event_key": source._award_event_key(),
            "payee_key": partner._award_key(),
            "claim_date": today,
            **self._amounts_of(decision),
        }

    @api.model
    def _amounts_of(self, decision):
        """Named amounts of a decision in yuan; 0 while unknown (the decision's status tells)."""
        return {
            "amount": float(decision.due or 0),
            "promised": float(decision.promised or decision.ceiling or 0),
            "paid_before": float(decision.paid_before or 0),
        }

    @api.model
    def _keep_decisions(self, rows, claim_of):
        Decision = self.env["award.decision"]
        vals_list = []
        for source, policy, rule, decision in rows:
            claim = claim_of.get(id(decision), self.browse())
            vals = Decision._prepare_vals(source, policy, decision, rule)
            vals_list.append(vals | {"claim_id": claim.id})
        for record in Decision.create(vals_list):
            if record.claim_id:
                record.claim_id.decision_id = record

    @api.model
    def _keep_no_policy(self, sources):
        Decision = self.env["award.decision"]
        events = {source._award_event_key(): source for source in sources}
        known = Decision.search([("event_key", "in", list(events))]).mapped("event_key")
        Decision.create(
            [
                Decision._prepare_no_policy_vals(source)
                for key, source in events.items()
                if key not in known
            ]
        )

    # -- facts -------------------------------------------------------------------------------------

    @api.model
    def _facts_of(self, sources, claim_dates):
        """``{source id: Facts}``; the number of queries does not depend on that of the sources."""
        today = self.env["brand.workday"]._today()
        partners = sources.partner_id.commercial_partner_id
        lineages = partners._award_lineages()
        past = self._past_of(sources, lineages)
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
            recipient = self._recipient(source, partner, lineages[partner.id])
            known[source.id] = facts.Facts(
                event=event,
                recipient=recipient,
                claim_date=claim_dates[source.id],
                history=past.of(event, recipient.keys),
                rulings=rulings[source.company_id, claim_dates[source.id]],
                payer_tables=tables[source.company_id],
                co_recipients=past.sharing(event, recipient.keys),
                holds=tuple(self._holds(source, partner, today)),
                ended=source._award_ended(),
            )
        return known

    @api.model
    def _recipient(self, source, partner, lineage):
        award_name = source.holder_name or partner.name
        return facts.Recipient(
            key=partner._award_key(),
            name=partner.name,
            kind=partner.award_recipient_kind,
            award_name=award_name if award_name != partner.name else "",
            lineage=frozenset(one._award_key() for one in lineage),
            district=source.district_id.code or "",
            budget_funded=partner.is_budget_funded,
        )

    @api.model
    def _past_of(self, sources, lineages):
        """Certificates and recognitions of these recipients, with the money of their claims."""
        partners = sources.partner_id.commercial_partner_id.browse(
            {partner.id for line in lineages.values() for partner in line} | set(lineages)
        )
        products = sources.product_id
        same = Domain("partner_id", "in", partners.ids) | Domain("product_id", "in", products.ids)
        certificates = self.env["brand.certificate"].search(same, order="id")
        if "standard_id" in sources._fields:
            same |= Domain("standard_id", "in", sources.standard_id.ids)
        own = Domain("state", "!=", "draft") & Domain("certificate_id", "=", False)
        recognitions = self.env["award.recognition"].search(same & own, order="id")
        keys = [one._award_event_key() for events in (certificates, recognitions) for one in events]
        past, money = _Past(), defaultdict(list)
        for claim in self.search([("event_key", "in", keys), ("state", "not in", ENDED_STATES)]):
            money[claim.event_key].append(claim._to_history())
            past.amounts[claim.event_key] += Decimal(f"{claim.amount:.2f}")
        for one in (*certificates, *recognitions):
            past.add(
                facts.HistoryEntry(
                    event=one._prepare_award_event(),
                    holder_key=one.partner_id.commercial_partner_id._award_key(),
                    holder_name=one.holder_name or "",
                    claims=tuple(money[one._award_event_key()]),
                )
            )
        return past

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

    # -- deciding again ----------------------------------------------------------------------------

    def _decide_again(self):
        """``{claim: new decision}`` for claims whose facts have moved; writes nothing."""
        changed = {}
        for model in {claim._source()._name for claim in self}:
            # sudo: a decision sees all facts, whoever asks for it
            claims = self.sudo().filtered(lambda c, m=model: c._source()._name == m)
            sources = claims[:1]._source().browse([claim._source().id for claim in claims])
            dates = {claim._source().id: claim.claim_date for claim in claims}
            known = self.sudo()._facts_of(sources, dates)
            policies = {policy: policy._to_policy() for policy in claims.policy_id}
            rates, same_class = claims._rates_of_claims(known), claims._same_class_amounts()
            for claim in claims:
                rate = rates[claim].get(claim.rule_id.code)
                usual = rate.amount if rate else same_class.get(claim.rule_key)
                given = replace(
                    known[claim._source().id],
                    rates=rates[claim],
                    amount_set=claim._to_amount_set(usual),
                )
                new = decide.decide(claim.rule_id._to_rule(), policies[claim.policy_id], given)
                frozen = claim.decision_id.frozen
                if not frozen or not result.from_json(frozen).same_outcome(new):
                    changed[claim] = new
        return changed

    def _rates_of_claims(self, known):
        """``{claim: amounts of its year's rate table}``, read once for a policy and its days."""
        found, rates = {}, {}
        for claim in self:
            days = (known[claim._source().id].event.award_date, claim.claim_date)
            key = (claim.policy_id, *days)
            if key not in found:
                found[key] = claim.policy_id._rates_on(*days)
            rates[claim] = found[key]
        return rates

    def _to_amount_set(self, same_class=None):
        """The amount that an officer set under a ceiling, as the pure decision sees it.

        :param same_class: yuan that the same clause gave last, or that the rate table names
        """
        if not self.amount_set_by_id:
            return None
        return facts.AmountSet(
            amount=Decimal(f"{self.amount_set:.2f}"),
            reason=self.amount_reason or "",
            document_no=self.amount_document_no or "",
            set_by=self.amount_set_by_id.name,
            class_amount=same_class,
        )

    def _same_class_amounts(self):
        """``{rule key: yuan}`` of the last amount approved under each clause, or of its rate.

        Equal cases get equal amounts, or the reason for the difference is kept (A15).
        """
        amounts = {}
        approved = self.env["award.claim"].search(
            [
                ("rule_key", "in", self.mapped("rule_key")),
                ("state", "in", (*COMMITTED_STATES, *PAID_STATES)),
                ("id", "not in", self.ids),
            ],
            order="approved_on, id",
        )
        for claim in approved:
            amounts[claim.rule_key] = Decimal(f"{claim.amount:.2f}")
        return amounts

    def _redecide(self):
        """Decide again where facts have moved; both results stay. Returns the claims that changed."""
        self._check_unapproved()
        changed = self._decide_again()
        rows = [
            (claim._source(), claim.policy_id, claim.rule_id, decision)
            for claim, decision in changed.items()
        ]
        self.sudo()._keep_decisions(rows, {id(d): claim for claim, d in changed.items()})
        for claim, decision in changed.items():
            claim.write(self._amounts_of(decision))
        return self.browse([claim.id for claim in changed])

    def _check_unapproved(self):
        late = self.filtered(lambda c: c.state not in UNAPPROVED_STATES)
        if late:
            raise UserError(
                self.env._("Approved already, the amount stands: %s", late._names_with_state())
            )

    def action_redecide(self):
        """Decide again on today's facts (officers); an unchanged outcome changes nothing."""
        self.check_access("read")
        self._check_officer()
        self._redecide()

    def action_set_amount(self, amount, reason, document_no=None):
        """Set the amount under a ceiling or at discretion, with its reason (award officers).

        :param amount: yuan; refused above what the ceiling leaves
        """
        self.ensure_one()
        self.check_access("read")
        self._check_officer()
        self._check_unapproved()
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: equal cases get equal amounts."))
        if self.rule_id.kind == "fixed":
            raise UserError(self.env._("The clause fixes the amount."))
        # sudo: the amount is kept by this action, with who set it
        self.sudo().write(
            {
                "amount_set": amount,
                "amount_reason": reason,
                "amount_document_no": document_no,
                "amount_set_by_id": self.env.uid,
            }
        )
        self._redecide()
        if self.decision_status != result.DUE:
            raise UserError(self.explanation)

    def _check_officer(self):
        if not self.env.user.has_group("brand_awards.group_award_officer"):
            raise UserError(self.env._("Award officers do this."))
