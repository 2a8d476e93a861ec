"""Papers are made in the background: killed in between, the next run goes on, and none is made twice."""

import hashlib

from odoo.tests import tagged

from odoo.addons.brand_certification.models import brand_paper
from odoo.addons.brand_certification.tests.committed import Committed, before
from odoo.addons.brand_certification.tests.common import BrandCase

PAPERS = 4


def _run_cron(env):
    brand_paper.CHUNK = 2  # of the session's own process
    env.ref("brand_certification.cron_make_papers").method_direct_trigger()


@tagged("post_install", "-at_install")
class TestPapersSurvive(Committed, BrandCase):
    def contents(self, papers):
        return {paper: (paper.made_on, paper.sha256, paper.file) for paper in papers}

    def certified_products(self, count):
        """Papers of as many new certificates, not made yet."""
        products = self.env["brand.product"].create(
            [{"name": f"产品{number}", "partner_id": self.firm.id} for number in range(count)]
        )
        applications = self.env["brand.application"].create(
            [
                {
                    "program_id": self.program.id,
                    "level_id": self.program.level_ids.id,
                    "partner_id": self.firm.id,
                    "product_id": product.id,
                }
                for product in products
            ]
        )
        return self.env["brand.certificate"].sudo()._issue(applications).paper_ids.sorted("id")

    def test_a_killed_run_loses_one_chunk_and_the_next_goes_on(self):
        waiting = self.certified_products(PAPERS)
        self.assertEqual(len(waiting), PAPERS)

        self.killed(None, _run_cron, before("brand.paper", "_keep", nth=PAPERS))

        # the first chunk of two was committed, the second was lost with the process
        self.assertEqual(waiting.filtered("is_made"), waiting[:2])
        made = self.contents(waiting[:2])

        self.answered(None, _run_cron)

        self.assertEqual(set(waiting.mapped("is_made")), {True})
        self.assertEqual(self.contents(waiting[:2]), made)  # what was made stays what it was
        self.assertEqual(len(set(waiting.mapped("sha256"))), PAPERS)

    def test_a_paper_that_many_open_at_once_is_kept_once(self):
        waiting = self.certified_products(1)
        auditor = self.users["auditor"]

        def read(env):
            content = env["brand.paper"].browse(waiting.id)._content_now()
            return hashlib.sha256(content).hexdigest()

        sessions = self.at_once((auditor, read), (auditor, read), (None, _run_cron))

        self.assertEqual([session.refusal for session in sessions], [None] * 3)
        self.assertTrue(waiting.is_made)
        kept = self.contents(waiting)
        self.assertEqual(self.answered(auditor, read), waiting.sha256)
        self.answered(None, _run_cron)
        self.assertEqual(self.contents(waiting), kept)
