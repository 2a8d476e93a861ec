"""Every model, role and transition against the declared matrix (security/matrix.yaml).

A model without a row in the matrix fails, and so does a row that access rules do not keep.
"""

import json
from pathlib import Path

import yaml

import odoo
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, tagged

from .common import BrandCase

OPERATIONS = {"c": "create", "r": "read", "u": "write", "d": "unlink"}
OUR_MODULES = ("brand_certification", "brand_awards")


def load_matrix():
    """``{module: {"roles": [...], "models": {model: {group: letters}}}}`` of installed addons."""
    found = {}
    for module in OUR_MODULES:
        for root in odoo.addons.__path__:
            path = Path(root) / module / "security" / "matrix.yaml"
            if path.exists():
                found[module] = yaml.safe_load(path.read_text())
                break
    return found


def external_id(module, group):
    return group if "." in group else f"{module}.{group}"


@tagged("post_install", "-at_install")
class TestAccessMatrix(BrandCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        installed = cls.env["ir.module.module"]._installed()
        cls.matrix = {m: rows for m, rows in load_matrix().items() if m in installed}
        cls.roles = sorted(
            {external_id(m, role) for m, rows in cls.matrix.items() for role in rows["roles"]}
        )
        cls.by_role = {
            role: cls._user(f"matrix-{number}", [role]) for number, role in enumerate(cls.roles)
        }

    def _declared(self, user):
        """``{model: letters}`` that the matrix gives to a user by all of its groups."""
        groups = set(user.all_group_ids.get_external_id().values())
        declared = {}
        for module, rows in self.matrix.items():
            for model, given in rows["models"].items():
                letters = declared.setdefault(model, set())
                for group, text in given.items():
                    if external_id(module, group) in groups:
                        letters |= set(text)
        return declared

    def _our_models(self):
        return sorted(
            name
            for name, cls in self.env.registry.items()
            if not cls._abstract and cls._original_module in OUR_MODULES
        )

    def test_every_model_of_ours_is_in_the_matrix(self):
        declared = {model for rows in self.matrix.values() for model in rows["models"]}
        self.assertEqual([m for m in self._our_models() if m not in declared], [])

    def test_each_role_has_exactly_the_access_that_the_matrix_declares(self):
        wrong = []
        for role, user in self.by_role.items():
            declared = self._declared(user)
            for model in self._our_models():
                for letter, operation in OPERATIONS.items():
                    has = self.env[model].with_user(user).browse().has_access(operation)
                    if has != (letter in declared.get(model, ())):
                        wrong.append(f"{role} {operation} {model}: {has}")
        self.assertEqual(wrong, [])

    def test_the_public_reads_none_of_our_models(self):
        public = self.env.ref("base.public_user")
        readable = [
            model
            for model in self._our_models()
            if self.env[model].with_user(public).browse().has_access("read")
        ]
        self.assertEqual(readable, [])

    def test_table_and_decorated_methods_agree(self):
        for model in self._our_models():
            table = getattr(self.env[model], "_transitions", None)
            if table is None:
                continue
            cls = type(self.env[model])
            decorated = {
                name
                for name in dir(cls)
                for base in cls.__mro__
                if getattr(base.__dict__.get(name), "_transition", None) == name
            }
            self.assertEqual(set(table), decorated, model)
            states = {state for state, _label in self.env[model]._fields["state"].selection}
            for step, (origins, target, _groups) in table.items():
                self.assertLessEqual({*origins, target}, states, f"{model}.{step}")

    def test_no_role_takes_a_step_that_its_table_gives_to_another(self):
        record_of = self._one_of_each()
        wrong = []
        for model, record in record_of.items():
            for step, (_origins, _target, groups) in record._transitions.items():
                allowed = {groups} if isinstance(groups, str) else set(groups or ())
                for role, user in self.by_role.items():
                    held = set(user.all_group_ids.get_external_id().values())
                    if allowed & held:
                        continue
                    if not self._is_refused(record.with_user(user), step):
                        wrong.append(f"{role} {model}.{step}")
                    # the role alone, as a refusal above may be the state's
                    with self.assertRaises(AccessError, msg=f"{role} {model}.{step}"):
                        record.with_user(user)._check_step_role(step)
        self.assertEqual(wrong, [])

    def _rpc(self, user, model, method, *args, **kwargs):
        """Call as a client of the JSON-RPC or JSON-2 interface does: public methods only."""
        return call_kw(self.env[model].with_user(user), method, args, kwargs)

    def _is_refused(self, record, step):
        try:
            with self.cr.savepoint():
                self._rpc(record.env.user, record._name, step, record.ids)
        except (AccessError, UserError):
            return True
        return False

    def _one_of_each(self):
        application = self.certified()
        notice = self.notice_of(self.evaluated("公示产品"))
        objection = self.env["brand.objection"].create(
            {"line_id": notice.line_ids.id, "objector_name": "某公司", "text": "有异议"}
        )
        decision = self.grade_decision(application)
        return {
            record._name: record
            for record in (
                application,
                application.evaluation_ids,
                application.certificate_id,
                notice,
                objection,
                decision,
                self.program,
                self.body,
                self.standard,
                self.env["brand.assessor"].search([("body_id", "=", self.body.id)], limit=1),
                *self._records_before_acceptance(application),
            )
        }

    def _records_before_acceptance(self, application):
        """A suspected duplicate, a recommendation and a joint check, each in its first state."""
        other = self.submitted("另一产品")
        department = self.env["brand.department"].create({"name": "市税务局", "kind": "tax"})
        return (
            self.env["brand.application.duplicate"]
            .sudo()
            .create(
                {
                    "application_id": other.id,
                    "other_id": application.id,
                    "ground_codes": "same_trademark",
                }
            ),
            self.env["brand.recommendation"].create(
                {"program_id": self.program.id, "district_id": self.district.id}
            ),
            self.env["brand.joint.check"].create(
                {
                    "program_id": self.program.id,
                    "department_id": department.id,
                    "date_cutoff": "2024-03-01",
                }
            ),
        )

    def test_no_role_writes_a_state_not_even_through_a_default(self):
        for model, record in self._one_of_each().items():
            other = next(
                value
                for value, _label in record._fields["state"].selection
                if value != record.state
            )
            for role, user in [*self.by_role.items(), ("admin", self.env.ref("base.user_admin"))]:
                with self.assertRaises(UserError, msg=f"{role} {model}"):  # AccessError is one
                    self._rpc(user, model, "write", record.ids, {"state": other})
            before = record.state
            with self.assertRaises(AccessError):
                record.with_context(brand_state_gate=True).write({"state": other})
            self.assertEqual(record.state, before)

    def test_a_new_record_starts_in_its_first_state_whatever_the_client_says(self):
        product = (
            self.env["brand.product"]
            .with_user(self.applicant)
            .create({"name": "新产品", "partner_id": self.firm.id})
        )
        Application = self.env["brand.application"].with_user(self.applicant)
        vals = {
            "program_id": self.program.id,
            "partner_id": self.firm.id,
            "product_id": product.id,
        }
        with self.assertRaises(AccessError):
            Application.create({**vals, "state": "accepted"})
        sneaky = Application.with_context(default_state="accepted", default_score=100).create(vals)
        self.assertEqual((sneaky.state, sneaky.score), ("draft", 0))
        with self.assertRaises(AccessError):
            Application.create({**vals, "score": 100})


@tagged("post_install", "-at_install")
class TestOverHttp(HttpCase, BrandCase):
    """The same refusals through the real server, as a client with a session meets them."""

    def _call(self, model, method, *args):
        reply = self.url_open(
            "/web/dataset/call_kw",
            data=json.dumps(
                {"params": {"model": model, "method": method, "args": args, "kwargs": {}}}
            ),
            headers={"Content-Type": "application/json"},
        ).json()
        return reply.get("result"), (reply.get("error") or {}).get("data", {}).get("name", "")

    def test_a_client_moves_a_file_by_its_action_and_in_no_other_way(self):
        application = self.submitted()
        application.with_user(self.users["officer"]).body_id = self.body
        self.authenticate("test-officer", "test-officer")
        _result, error = self._call(
            "brand.application", "write", application.ids, {"state": "accepted"}
        )
        self.assertEqual(error, "odoo.exceptions.AccessError")
        _result, error = self._call("brand.application", "action_conclude", application.ids)
        self.assertIn(error, ("odoo.exceptions.AccessError", "odoo.exceptions.UserError"))
        _result, error = self._call("brand.application", "_end_transition", application.ids)
        self.assertEqual(error, "odoo.exceptions.AccessError")
        self.assertEqual(application.state, "submitted")
        _result, error = self._call("brand.application", "action_accept", application.ids)
        self.assertEqual((error, application.state), ("", "accepted"))

    def test_an_enterprise_reaches_nothing_of_another(self):
        application = self.submitted()
        _other, rival = self._enterprise("芜湖另一家有限公司", "91340202MAXXT0013L")
        self.authenticate(rival.login, rival.login)
        for method, args in (
            ("read", (["name"],)),
            ("write", ({"advantage": "x"},)),
            ("unlink", ()),
            ("action_withdraw", ()),
        ):
            _result, error = self._call("brand.application", method, application.ids, *args)
            self.assertEqual(error, "odoo.exceptions.AccessError", method)
        found, _error = self._call("brand.application", "search_count", [])
        self.assertEqual(found, 0)


@tagged("post_install", "-at_install")
class TestRecordRules(BrandCase):
    """The record that could leak exists; who must not see it does not."""

    def _sees(self, user, record):
        return bool(self.env[record._name].with_user(user).search([("id", "=", record.id)]))

    def test_an_enterprise_sees_its_own_only(self):
        _other, rival = self._enterprise("芜湖另一家有限公司", "91340202MAXXT0013L")
        application = self.certified()
        for record in (
            application,
            application.product_id,
            application.document_ids[0],
            application.certificate_id,
        ):
            self.assertFalse(self._sees(rival, record), record._name)
            self.assertTrue(self._sees(self.applicant, record), record._name)

    def test_a_district_officer_sees_the_own_district_only(self):
        application = self.submitted()
        elsewhere = self._user("elsewhere", ["brand_certification.group_district"])
        elsewhere.brand_district_ids = self.env["brand.district"].create({"name": "镜湖区"})
        self.assertTrue(self._sees(self.users["district"], application))
        self.assertFalse(self._sees(elsewhere, application))
        self.assertFalse(self._sees(elsewhere, application.transition_ids))

    def test_drafts_are_the_enterprise_s_own_affair(self):
        application = self.draft()
        for role in ("officer", "reviewer", "district", "auditor"):
            self.assertFalse(self._sees(self.users[role], application), role)

    def test_a_body_sees_what_it_was_assigned_from_acceptance_on(self):
        application = self.submitted()
        self.assertFalse(self._sees(self.decider, application))
        application.with_user(self.users["officer"]).body_id = self.body
        self.assertFalse(self._sees(self.decider, application))
        application.with_user(self.users["officer"]).action_accept()
        self.assertTrue(self._sees(self.decider, application))
        _body, stranger, _assessors = self._body("另一家认证有限公司", "91420106MAXXT0013P")
        self.assertFalse(self._sees(stranger, application))

    def test_cities_never_see_each_other(self):
        application = self.certified()
        city = self.env["res.company"].create({"name": "另一城市"})
        stranger = self._user("stranger", ["brand_certification.group_officer"])
        stranger.write({"company_ids": [(6, 0, city.ids)], "company_id": city.id})
        for record in (
            application,
            application.certificate_id,
            application.program_id,
            application.body_id,
            application.product_id,
            application.document_ids[0],
            application.transition_ids[0],
            self.standard,
            self.district,
        ):
            self.assertFalse(self._sees(stranger, record), record._name)
