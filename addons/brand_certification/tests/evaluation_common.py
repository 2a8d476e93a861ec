"""Evaluations for tests: a case of two assessors, what any client calls, tests of samples."""

from odoo import Command
from odoo.service.model import call_kw

from .common import PDF, BrandCase

# Roles that no body's work is open to
NOBODY = ("officer", "reviewer", "approver", "manager", "auditor", "district")


class EvaluationCase(BrandCase):
    def rpc(self, user, model, method, *args, **kwargs):
        """Call as a client does: public methods only, with nothing in the cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        return call_kw(self.env[model].with_user(user), method, list(args), kwargs)

    def two(self, code="T2", **vals):
        """An application with two appointed assessors, the first one scored."""
        return self.appointed(program=self._program(code, assessor_count=2, **vals))

    def appoint(self, application, users, **kwargs):
        return self.rpc(
            self.decider, "brand.evaluation", "action_appoint", application.id, users.ids, **kwargs
        )


class CaseWithTests(EvaluationCase):
    def declared(self, application):
        evaluation = application.evaluation_ids.sorted("id")[0]
        evaluation.with_user(evaluation.user_id).action_declare()
        return evaluation

    def report_on(self, evaluation, verdict="passed", **vals):
        criterion = evaluation.program_id.criterion_ids[:1]
        return (
            self.env["brand.test.report"]
            .with_user(evaluation.user_id)
            .create(
                {
                    "application_id": evaluation.application_id.id,
                    "sample_no": "YP-01",
                    "sampled_on": "2024-03-01",
                    "sealed_on": "2024-03-01",
                    "sealed_by": "评审员二人、企业质检科",
                    "laboratory": "省质检院",
                    "cma_no": "230001",
                    "cma_valid_to": "2026-12-31",
                    "standard_text": "GB/T 12642",
                    "report_no": f"WT-{evaluation.id}-{verdict}",
                    "report_date": "2024-03-04",
                    "file": PDF,
                    "filename": "检验报告.pdf",
                    "item_ids": [
                        Command.create(
                            {
                                "name": "重复定位精度",
                                "criterion_id": criterion.id,
                                "requirement": "≤0.05 mm",
                                "value": "0.02",
                                "unit": "mm",
                                "verdict": verdict,
                            }
                        )
                    ],
                    **vals,
                }
            )
        )
