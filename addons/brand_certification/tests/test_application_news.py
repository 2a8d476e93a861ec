from odoo.tests import tagged

from .common import BrandCase


@tagged("post_install", "-at_install")
class TestApplicationNews(BrandCase):
    """What enterprises are told of a batch."""

    def _mails(self):
        return self.env["mail.mail"].search([], order="id")

    def test_an_enterprise_gets_one_mail_for_all_its_files_and_a_message_in_each(self):
        first, second = self.submitted("甲"), self.submitted("乙")
        other_firm, other = self._enterprise("芜湖另一家有限公司", "91340202MAXXT0013L")
        third = self.submitted("丙", firm=other_firm, applicant=other)
        batch = first | second | third
        before = self._mails()

        batch._tell_applicants({file.id: (f"news {file.id}", ["point"]) for file in batch})

        mails = self._mails() - before
        self.assertEqual(len(mails), 2)
        own = mails.filtered(lambda m: self.applicant.partner_id in m.recipient_ids)
        self.assertIn(f"news {first.id}", own.body_html)
        self.assertIn(f"news {second.id}", own.body_html)
        self.assertNotIn(f"news {third.id}", own.body_html)
        self.assertNotIn(other.partner_id, own.recipient_ids)
        for file in batch:
            self.assertIn(f"news {file.id}", file.message_ids[0].body)
            self.assertFalse(file.message_ids[0].is_internal)

    def test_what_is_told_is_text_not_markup(self):
        application = self.submitted()
        application._tell_applicant("<b>x</b>", ["<script>1</script>"])
        self.assertIn("&lt;b&gt;", application.message_ids[0].body)
        self.assertNotIn("<script>", application.message_ids[0].body)

    def test_the_cost_of_telling_does_not_grow_with_files_or_enterprises(self):
        files = self.env["brand.application"]
        for number in range(12):
            firm, user = self._enterprise(
                f"芜湖第{number}有限公司", f"91340202MAXX0{number:05d}", uscc_reason="licence seen"
            )
            files |= self.submitted(f"产品{number}", firm=firm, applicant=user)
        costs = []
        for batch in (files[:2], files[:2], files):  # the first fills caches
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            batch._tell_applicants({file.id: ("news", ()) for file in batch})
            self.env.flush_all()
            costs.append(self.cr.sql_log_count - before)
        self.assertEqual(costs[1], costs[2])
