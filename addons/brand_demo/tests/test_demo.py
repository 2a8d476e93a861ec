import re
from tempfile import TemporaryDirectory

from odoo.tests import TransactionCase
from odoo.tools import config

from .. import story
from ..story import signing
from ..story.stage import rows
from .screens import Screens, menus

# Latin letters that are no model number, mark or unit, such as “Draft” or “Approver”
ENGLISH = re.compile(r"[A-Z][a-z]{3,}|\b[a-z]{4,}\b")


class TestDemo(TransactionCase):
    """What the demo promises to whoever opens it. Played here where it is not installed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # private keys that are made here are no file of the server's
        config["brand_signing_keys"] = cls.enterClassContext(TemporaryDirectory())
        cls.addClassCleanup(config.options.pop, "brand_signing_keys", None)
        module = cls.env["ir.module.module"].search([("name", "=", "brand_demo")])
        if module.state != "installed":
            story.play(cls.env)
        cls.city = cls.env.ref("brand_city_wuhu.company")

    def of_city(self, model, *domain):
        return self.env[model].search([("company_id", "=", self.city.id), *domain])

    def states(self, model):
        domain = [("company_id", "=", self.city.id)]
        return {state for (state,) in self.env[model]._read_group(domain, ["state"])}

    def all_states(self, model):
        return set(self.env[model]._fields["state"].get_values(self.env))

    def user(self, login):
        return self.env["res.users"].search([("login", "=", login)])

    def test_every_state_of_a_case_can_be_seen(self):
        models = (
            "brand.application",
            "brand.certificate",
            "brand.notice",
            "brand.objection",
            "brand.decision",
            "award.disbursement",
        )
        for model in models:
            with self.subTest(model):
                self.assertEqual(self.states(model), self.all_states(model))

    def test_a_claim_can_be_seen_in_every_state_that_an_action_leads_to(self):
        transitions = self.env["award.claim"]._transitions.values()
        reachable = {"entitled"} | {target for _origins, target, _groups in transitions}
        self.assertEqual(self.states("award.claim"), reachable)

    def test_no_state_was_written_without_its_step_on_record(self):
        for model in ("brand.application", "brand.certificate", "award.claim", "brand.notice"):
            records = self.env[model].search([])
            with self.subTest(model):
                moved = records.filtered(lambda r: r.state != r._initial_state)
                last = {record: record.transition_ids[:1].to_state for record in moved}
                self.assertEqual(last, {record: record.state for record in moved})

    def test_five_batches_were_certified(self):
        certificates = self.env["brand.certificate"].search([("company_id", "=", self.city.id)])
        by_year = certificates.grouped(lambda c: c.number.split("-")[1])
        counts = {year: len(found) for year, found in by_year.items()}
        today = str(self.env["brand.workday"]._today().year)
        fixed = {year: count for year, count in counts.items() if year < "2026"}
        self.assertEqual(fixed, {"2022": 6, "2023": 8, "2024": 10, "2025": 12})
        self.assertLessEqual(max(counts), today)

    def test_funds_hold_what_was_granted_and_paid(self):
        funds = self.env["award.fund"].search([("company_id", "=", self.city.id)])
        figures = {
            fund.fiscal_year: (fund.budget, fund.committed, fund.paid, fund.state)
            for fund in funds.filtered(lambda fund: fund.fiscal_year < 2026)
        }
        self.assertEqual(
            figures,
            {
                2022: (1_500_000, 1_200_000, 1_200_000, "closed"),
                2023: (2_000_000, 1_550_000, 1_550_000, "closed"),
                2024: (2_000_000, 1_520_000, 1_520_000, "closed"),
                2025: (2_400_000, 1_200_000, 1_200_000, "closed"),
            },
        )
        current = funds.filtered(lambda f: f.fiscal_year == self.env["brand.workday"]._today().year)
        self.assertEqual(current.state, "open")
        self.assertGreaterEqual(current.available, 200_000)

    def test_each_paid_claim_has_one_bill_reconciled_with_one_payment(self):
        paid = self.of_city("award.claim", ("state", "=", "paid"))
        self.assertEqual(len(paid), 28)
        self.assertEqual(len(paid.bill_id), 28)
        self.assertEqual(set(paid.bill_id.mapped("payment_state")), {"paid"})
        for claim in paid:
            self.assertEqual(claim.bill_id._get_reconciled_payments(), claim.payment_id)

    def test_every_account_can_log_in(self):
        for row in rows("accounts"):
            with self.subTest(row["login"]):
                user = self.user(row["login"])
                self.assertEqual(user.name, row["role"].partition("(")[0])
                self.assertTrue(all(user.has_group(group) for group in row["groups"].split()))
                self.assertEqual((user.lang, user.tz), ("zh_CN", "Asia/Shanghai"))
                credential = {"type": "password", "password": row["password"]}
                user.with_user(user)._check_credentials(credential, {"interactive": True})

    def test_every_role_opens_all_that_its_menus_lead_to(self):
        opened, problems, screens = {}, [], Screens()
        logins = [row["login"] for row in rows("accounts")]
        staff = self.env["res.users"].search([("login", "in", logins)])
        for user in staff.filtered(lambda u: u._is_internal()):
            for menu in menus(user):
                count, found = screens.open_menu(user, menu)
                opened[user.login] = opened.get(user.login, 0) + count
                problems += [f"{user.login}: {menu.complete_name}: {text}" for text in found]
        self.assertEqual(problems, [])
        self.assertGreater(min(opened.values()), 5, opened)

    def test_the_tour_begins_with_a_draft_and_a_reward_to_confirm(self):
        user = self.user("enterprise")
        applications = self.env["brand.application"].with_user(user).search([])
        self.assertIn("draft", applications.mapped("state"))
        claims = self.env["award.claim"].with_user(user).search([])
        self.assertEqual(sorted(claims.mapped("state")), ["entitled", "paid", "paid"])

    def test_a_newcomer_can_apply_today(self):
        user = self.user("newcomer")
        self.assertFalse(self.env["brand.application"].with_user(user).search([]))
        program = self.env["brand.program"].with_user(user).search([("state", "=", "open")])
        self.assertTrue(program._is_window_open(self.env["brand.workday"]._today()))
        policy = self.of_city("award.policy", ("state", "=", "active"))
        self.assertEqual(policy.rule_ids.program_ids, program)

    def test_one_file_is_overdue_one_half_scored_and_one_waits_for_the_second_level(self):
        overdue = self.of_city("brand.application", ("is_overdue", "=", True))
        self.assertEqual(overdue.mapped("state"), ["submitted"])
        evaluating = self.of_city("brand.application", ("state", "=", "evaluating"))
        states = [sorted(file.evaluation_ids.mapped("state")) for file in evaluating]
        self.assertCountEqual(states, [["done", "in_progress"], ["assigned"] * 2, ["done"] * 2])
        waiting = self.of_city("brand.decision", ("state", "=", "draft"))
        self.assertEqual(waiting.approval_ids.level_id.mapped("name"), ["分管领导审批"])

    def test_names_are_chinese(self):
        models = (
            "brand.program",
            "brand.product",
            "brand.notice",
            "brand.body",
            "brand.standard",
            "brand.approval.level",
            "award.policy",
            "award.rule",
            "award.fund",
        )
        for model in models:
            for record in self.env[model].with_context(lang="zh_CN").search([]):
                self.assertFalse(ENGLISH.search(record.name), f"{model}: {record.name}")
        firms = self.env["res.partner"].search([("is_brand_enterprise", "=", True)])
        self.assertEqual(len(firms.filtered(lambda firm: firm.company_id == self.city)), 32)
        for firm in firms:
            self.assertFalse(ENGLISH.search(firm.name) or firm.uscc_warning, firm.name)

    # -- Suzhou and Wuhan --------------------------------------------------------------------------

    def other_city(self, name):
        self.city = self.env.ref(f"brand_city_{name}.company")

    def test_suzhou_has_standards_of_its_structure_each_adopted_by_a_panel(self):
        self.other_city("suzhou")
        standards = self.of_city("brand.standard", ("state", "=", "published"))
        general = standards.filtered("is_general")
        self.assertEqual((len(standards), general.level), (6, "local"))
        self.assertEqual((standards - general).general_id, general)
        self.assertEqual(set(standards.review_ids.mapped("result")), {"adopted"})

    def test_suzhou_merges_its_heritage_certifications(self):
        self.other_city("suzhou")
        conversions = self.of_city("brand.conversion")
        self.assertEqual(sorted(conversions.mapped("state")), ["decided", "done", "draft"])
        converted = conversions.line_ids.new_certificate_id
        self.assertEqual(len(converted), 2)
        self.assertTrue(all(converted.mapped("converted_from_id.converted_to_ids")))

    def test_suzhou_shows_what_befalls_certificates(self):
        self.other_city("suzhou")
        states = self.states("brand.certificate")
        self.assertLessEqual({"valid", "suspended", "withdrawn", "cancelled"}, states)
        self.assertTrue(self.of_city("brand.complaint"))
        self.assertTrue(self.of_city("brand.surveillance", ("state", "=", "done")))

    def test_wuhan_granted_three_levels_and_gave_its_reason_for_the_shares(self):
        self.other_city("wuhan")
        certificates = self.of_city("brand.certificate", ("program_id.code", "=", "WHZM"))
        self.assertEqual(set(certificates.level_id.mapped("code")), {"DF", "GN", "GJ"})
        decision = self.of_city("brand.decision", ("name", "like", "2018年度%"))
        self.assertTrue(decision.shortfall_reason)
        lists = self.of_city("brand.recommendation", ("state", "=", "sent"))
        self.assertLessEqual({"before", "after"}, set(lists.mapped("timing")))

    def test_wuhan_converted_its_mingpin_without_a_longer_term(self):
        self.other_city("wuhan")
        lines = self.of_city("brand.conversion").line_ids
        self.assertEqual(
            sorted(lines.mapped("treatment")), ["convert"] * 4 + ["leave", "re_evaluate"]
        )
        for line in lines.filtered("new_certificate_id"):
            self.assertEqual(line.new_certificate_id.date_end, line.certificate_id.date_end)

    def test_each_city_signs_and_a_copy_without_its_keys_gets_new_ones(self):
        cities = [self.env.ref(f"{city.pack}.company") for city in signing.CITIES]
        signing.renew(self.env)
        Key = self.env["brand.signing.key"]
        keys = [Key._of_company(city) for city in cities]
        self.assertEqual([key.is_here and key.is_trial for key in keys], [True] * len(cities))
        with TemporaryDirectory() as elsewhere:
            config["brand_signing_keys"] = elsewhere
            Key.invalidate_model()
            signing.renew(self.env)
            renewed = [Key._of_company(city) for city in cities]
            signing.renew(self.env)
            again = [Key._of_company(city) for city in cities]
        self.assertFalse(set(keys) & set(renewed))
        self.assertEqual(renewed, again)

    # -- Zhuzhou -------------------------------------------------------------------------------------

    def test_zhuzhou_shows_a_claim_in_every_state_that_an_action_leads_to(self):
        self.other_city("zhuzhou")
        found = self.states("award.claim")
        self.assertLessEqual(
            {
                *("entitled", "submitted", "returned", "reviewed", "notice", "approved"),
                *("scheduled", "paid", "recovering", "rejected", "cancelled"),
            },
            found,
        )
        self.assertEqual(self.states("award.disbursement"), self.all_states("award.disbursement"))

    def test_zhuzhou_has_an_overspent_fund_with_its_queue(self):
        self.other_city("zhuzhou")
        queued = self.of_city("award.claim", ("is_queued", "=", True))
        self.assertEqual((len(queued), len(queued.fund_id)), (2, 1))
        self.assertLess(queued.fund_id.available, min(queued.mapped("amount")))

    def test_zhuzhou_paid_its_lists_once_and_by_its_tables(self):
        self.other_city("zhuzhou")
        paid = self.of_city("award.claim", ("state", "in", ("paid", "recovering")))
        self.assertEqual(len(paid), 14)
        self.assertEqual(len(paid.bill_id), 14)
        for claim in paid:
            self.assertEqual(claim.bill_id._get_reconciled_payments(), claim.payment_id)
        persons = paid.filtered(lambda one: one.recipient_kind == "person")
        self.assertEqual(persons.mapped(lambda one: one.amount - one.tax_amount), [40_000])
        failed = self.of_city("award.disbursement.line", ("result", "=", "failed"))
        self.assertEqual(failed.claim_id.state, "paid")

    def test_zhuzhou_settles_with_its_districts(self):
        self.other_city("zhuzhou")
        self.assertEqual(self.states("award.settlement"), self.all_states("award.settlement"))
        lines = self.of_city("award.settlement").line_ids
        shared = self.of_city(
            "award.fund.entry",
            ("other_share", "!=", 0),
            ("kind", "in", ("pay", "recover")),
            ("booked_on", "<", "2026-01-01"),
        )
        self.assertEqual(len(lines), len(shared))
        self.assertEqual(lines.entry_id, shared)

    def test_zhuzhou_recovers_a_part_and_tells_why_nothing_is_due(self):
        self.other_city("zhuzhou")
        recovery = self.of_city("award.recovery")
        self.assertEqual((recovery.state, recovery.remaining), ("requested", 80_000))
        told = self.of_city("award.decision", ("status", "=", "nothing"))
        words = "".join(told.with_context(lang="zh_CN").mapped("explanation"))
        for reason in ("首次", "株洲市市长质量奖", "芙蓉奖"):
            self.assertIn(reason, words)
