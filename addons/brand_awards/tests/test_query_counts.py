from lxml import etree

from odoo.tests import tagged

from .common import AwardCase

# step: queries for one record, and for each further one. What remains for each further one is the
# name of the acting role (brand_certification), and Odoo's own posting of bills and payments.
LITERALS = {
    "confirm account": (34, 1),
    "review": (48, 1),
    "approve": (66, 1),
    "propose": (50, 0),
    "post bills": (140, 4),
    "export": (38, 0),
    "settle": (220, 21),
}


@tagged("post_install", "-at_install")
class TestQueryCounts(AwardCase):
    """Batches cost the same number of queries whatever their size, but for Odoo's own posting."""

    budget = 100_000_000

    def count(self, step, *args):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        step(*args)
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_entitling_is_flat(self):
        counts = {}
        Claim = self.env["award.claim"].sudo()
        for number in (1, 50):
            self.rule.sudo().code = f"before-{number}"
            certificates = self.certificates(number)
            self.rule.sudo().code = f"rule-{number}"  # another clause: all to be decided
            counts[number] = self.count(Claim._entitle, certificates)
            self.assertEqual(len(certificates.claim_ids), 2 * number)
        self.assertLessEqual(counts[1], 40, counts)
        self.assertLessEqual(counts[50] - counts[1], 5, counts)

    def test_the_way_to_the_bank_is_flat(self):
        counts = {}
        for number in (1, 50):
            # as a client names them: by their ids
            claims = self.env["award.claim"].browse(self.entitled(number).ids)
            account = self.account()
            users = self.users
            steps = {
                "confirm account": (
                    claims.with_user(self.applicant).action_confirm_account,
                    account.id,
                ),
                "review": (claims.with_user(users["award"]).action_review,),
                "approve": (claims.with_user(users["approver"]).action_approve,),
            }
            for name, step in steps.items():
                counts.setdefault(name, []).append(self.count(*step))
            self.trusted(claims)
            batch = (
                self.env["award.disbursement"]
                .with_user(users["maker"])
                .create({"fund_id": self.fund.id})
            )
            steps = {
                "propose": (batch.action_propose,),
                "post bills": (batch.with_user(users["checker"]).action_confirm,),
                "export": (batch.with_user(users["maker"]).action_export,),
                "settle": (batch.with_user(users["settler"]).action_settle,),
            }
            for name, step in steps.items():
                counts.setdefault(name, []).append(self.count(*step))
        growth = {name: round((many - one) / 49, 1) for name, (one, many) in counts.items()}
        for name, most in LITERALS.items():
            with self.subTest(name):
                self.assertLessEqual(counts[name][0], most[0], counts[name])
                self.assertLessEqual(growth[name], most[1], counts[name])

    def test_a_list_costs_the_same_for_one_row_and_for_fifty(self):
        names = ("name", "partner_id", "item_name", "rule_id", "amount", "waiting_for", "state")
        counts = []
        claims = self.reviewed(50)
        reader = self.env["award.claim"].with_user(self.users["approver"])
        for number in (1, 50):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            reader.web_search_read(
                [("id", "in", claims.ids)], {name: {} for name in names}, limit=number
            )
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2, counts)

    def test_lists_with_limits_and_windows_cost_the_same_for_one_row_and_for_fifty(self):
        """Both lists as their views ask for them: limits, opinions waited for, application windows."""
        self.policy.with_user(self.users["manager"]).action_add_review_steps()
        claims = self.submitted_claim(50)
        reader = self.env["award.claim"].with_user(self.users["auditor"])
        for view in ("award_claim_view_list", "award_claim_view_list_watch"):
            arch = reader.get_view(self.env.ref(f"brand_awards.{view}").id)["arch"]
            tree = etree.fromstring(arch)
            names = {node.get("name"): {} for node in tree.xpath("//list/field")}
            counts = []
            for number in (1, 50):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                reader.web_search_read([("id", "in", claims.ids)], names, limit=number)
                counts.append(self.cr.sql_log_count - before)
            self.assertLessEqual(counts[1], counts[0] + 2, (view, counts))
