from odoo.tests import tagged

from .common import BrandCase


@tagged("post_install", "-at_install")
class TestBatch(BrandCase):
    """Deciding on and certifying many costs no more queries than few."""

    def noticed_batch(self, count):
        """Applications after their notice; brought there by SQL, one by one it would take minutes."""
        firms = self.env["res.partner"].create(
            [
                {"name": f"企业{n}", "is_company": True, "company_id": self.company.id}
                for n in range(count)
            ]
        )
        products = self.env["brand.product"].create(
            [{"name": "产品", "partner_id": f.id, "company_id": self.company.id} for f in firms]
        )
        batch = self.env["brand.application"].create(
            [
                {
                    "program_id": self.program.id,
                    "level_id": self.program.level_ids.id,
                    "partner_id": product.partner_id.id,
                    "product_id": product.id,
                }
                for product in products
            ]
        )
        notice = self.env["brand.notice"].create({"name": "公示", "program_id": self.program.id})
        notice._add_subjects(batch)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE brand_application SET state = 'notice' WHERE id = ANY(%s)", [batch.ids]
        )
        self.env.cr.execute("UPDATE brand_notice SET state = 'closed' WHERE id = %s", [notice.id])
        self.env.invalidate_all()
        return batch

    def queries(self, act):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        act()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def costs(self, count):
        batch = self.noticed_batch(count)
        decision = self.grade_decision(*batch).with_user(self.users["approver"])
        taken = self.queries(lambda: decision.action_take(document_no="1号"))
        issued = self.queries(batch.with_user(self.users["officer"]).action_certify)
        self.assertEqual(len(batch.certificate_id), count)
        return taken, issued

    def test_queries_do_not_grow_with_the_batch(self):
        self.costs(2)  # caches of rules, groups, sequences
        few, many = self.costs(20), self.costs(100)
        # rows are inserted and written by the hundred, hence the small difference
        self.assertLessEqual(many[0], few[0] + 8)
        self.assertLessEqual(many[1], few[1] + 8)

    def test_numbers_of_a_batch_are_drawn_in_one_go_and_follow_each_other(self):
        batch = self.noticed_batch(30)
        self.grade_decision(*batch).with_user(self.users["approver"]).action_take(document_no="1号")
        batch.with_user(self.users["officer"]).action_certify()
        self.assertEqual(
            batch.mapped("certificate_id.number"), [f"TZ-2024-{n:04d}" for n in range(1, 31)]
        )

    def test_a_number_that_the_city_has_used_is_passed_over(self):
        first = self.certified().certificate_id
        other = self._program("TZ2", number_pattern="TZ-{year}-{seq:04d}")
        numbers = other._next_numbers([other.level_ids] * 3, first.date_issue)
        self.assertEqual(first.number, "TZ-2024-0001")
        self.assertEqual(numbers, ["TZ-2024-0002", "TZ-2024-0003", "TZ-2024-0004"])

    def test_papers_are_made_in_chunks_and_say_how_far_they_are(self):
        batch = self.noticed_batch(3)
        self.grade_decision(*batch).with_user(self.users["approver"]).action_take(document_no="1号")
        batch.with_user(self.users["officer"]).action_certify()
        run = batch.certificate_id.paper_ids.run_id
        self.assertEqual(run.progress, "0 of 3")
        batch.certificate_id.paper_ids[0]._content_now()  # somebody opens one before its turn
        run.invalidate_recordset()
        self.assertEqual(run.progress, "1 of 3")
        with self.enter_registry_test_mode():
            self.env.ref("brand_certification.cron_make_papers").method_direct_trigger()
        run.invalidate_recordset()
        self.assertEqual(run.progress, "3 of 3")
        self.assertEqual(len(set(run.paper_ids.mapped("sha256"))), 3)

    def test_a_paper_that_fails_is_put_aside_and_stops_no_other(self):
        batch = self.noticed_batch(2)
        self.grade_decision(*batch).with_user(self.users["approver"]).action_take(document_no="1号")
        batch.with_user(self.users["officer"]).action_certify()
        bad, good = batch.certificate_id.paper_ids
        bad.version = 99  # there is no such version: nothing can be printed
        with self.assertLogs("odoo.addons.brand_certification.models.brand_paper", "ERROR"):
            (bad | good)._make()
        self.assertEqual((bad.is_made, good.is_made), (False, True))
        self.assertTrue(bad.error)
        self.assertFalse(bad.search([*bad._waiting_domain(), ("id", "=", bad.id)]))
