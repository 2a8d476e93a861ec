"""A supplement granted by several sessions at once: one claim for the difference, never two."""

from odoo.tests import tagged

from odoo.addons.brand_awards.tests.test_award_supplement import MovedCase
from odoo.addons.brand_certification.tests.committed import Committed

AT_ONCE = 4


@tagged("post_install", "-at_install")
class TestParallelSupplement(Committed, MovedCase):
    def call(self, user, record, method, *args, **kwargs):
        """The same request ``AT_ONCE`` times."""
        name, ids = record._name, record.ids
        request = (
            self.users[user],
            lambda env: bool(getattr(env[name].browse(ids), method)(*args, **kwargs)),
        )
        return [request] * AT_ONCE

    def test_it_is_proposed_granted_and_paid_once(self):
        low, high = self.both_paid()
        self.take_back(low)
        self.see()
        # the job that follows facts, in several processes at the same moment
        self.at_once(*[(None, lambda env: env["award.claim"]._cron_decide_moved())] * AT_ONCE)
        claim = high.claim_ids
        supplement = claim.supplement_ids
        self.assertEqual(supplement.mapped("amount"), [100_000])

        grants = self.call("approver2", supplement, "action_grant", document_no="补1号")
        grants += self.call("approver3", supplement, "action_grant", document_no="补2号")
        self.assert_once(self.at_once(*grants))
        more = claim.supplement_claim_ids
        self.assertEqual((supplement.state, more.mapped("amount")), ("granted", [100_000]))
        self.assertEqual(supplement.new_claim_ids, more)

        # what was granted is not dismissed afterwards
        late = self.session(*self.call("approver3", supplement, "action_dismiss", reason="迟")[0])
        self.assertRegex(late.end().refusal, "^UserError: ")
        self.pay(more)
        self.see()
        self.assertEqual(more.state, "paid")
        self.assert_fund(paid=300_000, billed=300_000, committed=300_000)
        self.assert_books_agree()
