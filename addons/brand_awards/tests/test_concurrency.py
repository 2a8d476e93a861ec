import threading
from functools import partial

from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name

from odoo.addons.brand_certification.tests.common import BrandCase

PARALLEL = 20
AMOUNT = 200_000

# Rows that the test commits, children first; taken away again by their ids
_TABLES = (
    "brand_approval",
    "brand_transition",
    "award_fund_entry",
    "award_decision",
    "award_claim",
    "brand_paper",
    "brand_certificate_event",
    "brand_certificate_version",
    "brand_mark_licence",
    "brand_certificate",
    "brand_application_document",
    "brand_application",
    "award_rule",
    "award_policy",
    "award_fund",
    "brand_product",
    "brand_criterion",
    "brand_program_document",
    "brand_program_level",
    "brand_program",
    "ir_sequence",
    "account_analytic_account",
    "res_partner_bank",
    "mail_message",
    "res_users",
    "res_partner",
    "res_bank",
)


@tagged("post_install", "-at_install")
class TestParallelApprovals(BaseCase):
    """Real connections and real commits: no overdraft, and no approval lost."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            self.last_ids = {table: self._last_id(cr, table) for table in _TABLES}
        self.addCleanup(self._clean)
        with self.registry.cursor() as cr:
            self._build(api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True}))

    def _last_id(self, cr, table):
        cr.execute(f'SELECT COALESCE(MAX(id), 0) FROM "{table}"')  # pylint: disable=sql-injection
        return cr.fetchone()[0]

    def _clean(self):
        with self.registry.cursor() as cr:
            for table in _TABLES:
                # pylint: disable=sql-injection
                cr.execute(f'DELETE FROM "{table}" WHERE id > %s', [self.last_ids[table]])
        self.registry.clear_cache()

    def _build(self, env):
        """A fund that covers half of the reviewed claims, and their approver."""
        today = env["brand.workday"]._today()
        env.company.action_award_setup()
        people = {
            role: env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": role,
                    "login": f"parallel-{role}",
                    "group_ids": [Command.set([env.ref(group).id])],
                }
            )
            for role, group in (
                ("manager", "brand_certification.group_manager"),
                ("award", "brand_awards.group_award_officer"),
                ("approver", "brand_certification.group_approver"),
            )
        }
        self.approver_id = people["approver"].id
        program = env["brand.program"].create(BrandCase._program_vals("PARALLEL"))
        program.with_user(people["manager"]).action_open()
        policy = env["award.policy"].create(
            {
                "name": "并发",
                "code": "parallel",
                "document_no": "芜政〔2021〕108号",
                "date_from": "2020-01-01",
                "basis_date": "award_date",
                "legal_basis": "x",
                "fair_review_no": "x",
                "rule_ids": [
                    Command.create(
                        {
                            "name": "奖励",
                            "code": "parallel",
                            "clause": "七",
                            "quote": "每件20万元",
                            "program_ids": [Command.set(program.ids)],
                            "amount": AMOUNT,
                            "per": "item",
                            "item_unit": "product",
                            "payers": "city",
                            "fund_code": "PARALLEL",
                        }
                    )
                ],
            }
        )
        policy.with_user(people["manager"]).action_activate()
        fund = env["award.fund"].create(
            {
                "name": "并发资金",
                "code": "PARALLEL",
                "fiscal_year": today.year,
                "initial_budget": AMOUNT * PARALLEL // 2,
                "budget_document_no": "x",
            }
        )
        fund.with_user(people["manager"]).action_open()
        self.fund_id = fund.id
        claims = self._claims(env, program)
        claims.sudo().with_user(people["award"]).action_review()
        self.claim_ids = claims.ids

    def _claims(self, env, program):
        firm = env["res.partner"].create({"name": "并发企业", "is_company": True})
        user = (
            env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": "经办人",
                    "login": "parallel-enterprise",
                    "partner_id": env["res.partner"].create({"name": "x", "parent_id": firm.id}).id,
                    "group_ids": [
                        Command.set([env.ref("brand_certification.group_enterprise").id])
                    ],
                }
            )
        )
        products = env["brand.product"].create(
            [{"name": f"产品{n}", "partner_id": firm.id} for n in range(PARALLEL)]
        )
        applications = env["brand.application"].create(
            [
                {
                    "program_id": program.id,
                    "level_id": program.level_ids.id,
                    "partner_id": firm.id,
                    "product_id": product.id,
                }
                for product in products
            ]
        )
        claims = env["brand.certificate"]._issue(applications).claim_ids
        account = env["res.partner.bank"]._enter_for(
            firm, "340200000000777", firm.name, "并发银行", "102362000011"
        )
        claims.with_user(user).action_confirm_account(account.id)
        return claims

    def _approve(self, claim_id, barrier, errors):
        try:
            with self.registry.cursor() as cr:
                env = api.Environment(cr, self.approver_id, {})
                barrier.wait(30)
                retrying(partial(env["award.claim"].browse(claim_id).action_approve), env)
        except Exception as error:  # noqa: BLE001 - each failure is an approval lost
            errors.append(error)

    def test_a_fund_for_half_of_the_approvals_commits_exactly_half(self):
        barrier, errors = threading.Barrier(PARALLEL), []
        threads = [
            threading.Thread(target=self._approve, args=(claim_id, barrier, errors))
            for claim_id in self.claim_ids
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)

        self.assertEqual(errors, [])
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            claims = env["award.claim"].browse(self.claim_ids)
            fund = env["award.fund"].browse(self.fund_id)
            states = sorted(claims.mapped("state"))
            self.assertEqual(states, ["approved"] * 10 + ["reviewed"] * 10)
            waiting = claims.filtered(lambda c: c.state == "reviewed")
            self.assertEqual(set(waiting.mapped("is_queued")), {True})
            self.assertEqual((fund.committed, fund.available), (AMOUNT * 10, 0))
            commits = fund.entry_ids.filtered(lambda e: e.kind == "commit")
            self.assertEqual(sum(commits.mapped("amount")), fund.committed)
            self.assertEqual(commits.claim_id, claims - waiting)
