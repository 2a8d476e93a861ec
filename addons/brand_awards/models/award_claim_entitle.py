"""New events are decided, and their claims made, without anybody asking (免申即享)."""

from dataclasses import replace

from odoo import api, models

from ..decision import decide, result
from .award_claim import ENDED_STATES


class AwardClaim(models.Model):
    _inherit = "award.claim"

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
