import csv
import io
import json

from jsonschema import Draft202012Validator, FormatChecker

from odoo.tests import HttpCase, tagged
from odoo.tools import file_open

from ..controllers import open_data as controller
from ..models import brand_certificate_open_data as model
from ..scheme import open_data
from .common import BrandCase

# The schema of the OpenAPI Initiative for 3.1 (2022-10-07), licensed under Apache 2.0
_SCHEMA = "brand_certification/tests/data/openapi-3.1-schema.json"
_PRIVATE = ("联系人", "0553-0000003", "经办人", "test-", "token")


@tagged("post_install", "-at_install")
class TestOpenApi(BrandCase, HttpCase):
    """The description is valid, and the real answers are as it says."""

    def setUp(self):
        super().setUp()
        self.certificate = self.certified().certificate_id
        self.env.flush_all()
        self.description = self.get("/brand/openapi.json").json()

    def get(self, path, **kwargs):
        self.env.flush_all()
        return self.url_open(path, **kwargs)

    def answer(self, path, template=None, status="200"):
        """A real answer, after it was held against what is described for its address."""
        response = self.get(path)
        self.assertEqual(str(response.status_code), status)
        described = self.description["paths"][template or path]["get"]["responses"][status]
        kind = response.headers["Content-Type"].split(";")[0]
        schema = described["content"][kind]["schema"]
        whole = {**schema, "components": self.description["components"]}
        checker = Draft202012Validator(whole, format_checker=FormatChecker())
        errors = [f"{list(e.path)}: {e.message}" for e in checker.iter_errors(response.json())]
        self.assertEqual(errors, [])
        for name in described.get("headers", ()):
            self.assertIn(name, response.headers)
        self.assertEqual(set(response.json()), self.described_keys(schema))
        return response.json()

    def described_keys(self, schema):
        """Keys of an answer without those that only some have."""
        name = schema["$ref"].rpartition("/")[2]
        return set(self.description["components"]["schemas"][name]["required"])

    # -- the description -------------------------------------------------------------------------

    def test_it_is_valid_against_the_schema_of_openapi_3_1(self):
        with file_open(_SCHEMA) as file:
            schema = json.load(file)
        errors = [e.message for e in Draft202012Validator(schema).iter_errors(self.description)]
        self.assertEqual(errors, [])
        broken = {**self.description, "paths": {"/x": {"get": {"responses": []}}}}
        self.assertTrue(list(Draft202012Validator(schema).iter_errors(broken)))

    def test_each_of_its_schemas_is_one_and_each_reference_leads_somewhere(self):
        parts = self.description["components"]
        for schema in parts["schemas"].values():
            Draft202012Validator.check_schema(schema)
        references = set(self.references(self.description))
        self.assertTrue(references)
        for reference in references:
            _root, _components, group, name = reference.split("/")
            self.assertIn(name, parts[group])

    def references(self, node):
        if isinstance(node, dict):
            if "$ref" in node:
                yield node["$ref"]
            node = list(node.values())
        if isinstance(node, list):
            for child in node:
                yield from self.references(child)

    def test_it_stands_at_its_address_and_may_be_kept(self):
        response = self.get("/brand/openapi.json")

        self.assertEqual(response.headers["Access-Control-Allow-Origin"], "*")
        self.assertRegex(response.headers["Cache-Control"], r"^public, max-age=\d+$")
        tag = response.headers["ETag"]
        again = self.get("/brand/openapi.json", headers={"If-None-Match": tag})
        self.assertEqual(again.status_code, 304)
        self.assertNotIn("Set-Cookie", response.headers)
        self.assertEqual(self.description["servers"], [{"url": self.certificate.get_base_url()}])

    # -- the answers -----------------------------------------------------------------------------

    def test_answers_about_a_certificate_are_as_described(self):
        token = self.certificate._verify_path()
        found = self.answer(f"{token}.json", "/brand/verify/{token}.json")
        self.assertEqual(found["status"], "valid")
        by_number = self.answer("/brand/verify.json?q=TZ-2024-0001", "/brand/verify.json")
        self.assertEqual(by_number["count"], 1)
        known = set(self.description["components"]["schemas"]["Certificate"]["properties"])
        self.assertLessEqual(set(by_number["results"][0]), known)

        self.certificate.with_user(self.decider).action_suspend(reason="抽查", until="2024-06-30")
        self.answer(f"{token}.json", "/brand/verify/{token}.json")
        self.clock.move_to("2027-03-12 02:00:00")
        found = self.answer(f"{token}.json", "/brand/verify/{token}.json")
        self.assertEqual(found["status"], "expired")

    def test_answers_about_nothing_are_as_described(self):
        none = self.answer("/brand/verify.json?q=TZ-1999-0001", "/brand/verify.json")
        self.assertEqual(none["results"], [])
        path = "/brand/verify/no-such-token.json"
        unknown = self.answer(path, "/brand/verify/{token}.json", status="404")
        self.assertEqual(unknown["status"], "unknown")

    def test_keys_and_metadata_are_as_described(self):
        self.answer("/brand/keys.json")
        metadata = self.answer("/brand/certificates.csv-metadata.json")
        named = [column["name"] for column in metadata["tableSchema"]["columns"]]
        self.assertEqual(named, list(open_data.COLUMNS))

    def test_every_address_of_ours_that_answers_machines_is_described(self):
        ours = {
            rule.rule.replace("<string:token>", "{token}")
            for rule in self.env["ir.http"].routing_map().iter_rules()
            if rule.rule.startswith("/brand/")
            and rule.rule.endswith((".json", ".csv"))
            and rule.endpoint.routing["auth"] == "public"
            and "content.json" not in rule.rule  # the evidence of one notice
        }
        self.assertEqual(ours, set(self.description["paths"]))


@tagged("post_install", "-at_install")
class TestCertificatesAsCsv(BrandCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.certificate = self.certified().certificate_id

    def get(self, headers=None, **params):
        self.env.flush_all()
        return self.url_open(controller.CSV_PATH, params=params, headers=headers)

    def rows(self, response):
        text = response.content.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text, newline="")))
        self.assertEqual(lines[0], [title for title, _kind in open_data.COLUMNS.values()])
        return [dict(zip(open_data.COLUMNS, line, strict=True)) for line in lines[1:]]

    def copies(self, count, **vals):
        Certificate = self.certificate.sudo()
        return Certificate.union(
            *(
                Certificate.copy(
                    {
                        "number": f"TZ-2024-{1000 + number}",
                        "application_id": False,
                        "token": f"copy-{number}",
                        **vals,
                    }
                )
                for number in range(count)
            )
        )

    def test_it_tells_what_the_register_shows_and_nothing_else(self):
        response = self.get()

        self.assertTrue(response.content.startswith(b"\xef\xbb\xbf"))
        self.assertIn("attachment", response.headers["Content-Disposition"])
        [row] = self.rows(response)
        self.assertEqual(
            (row["number"], row["status"], row["holder"], row["city"], row["date_end"]),
            (
                "TZ-2024-0001",
                "valid",
                "芜湖示例机器人有限公司",
                self.company.name,
                "2027-03-11",
            ),
        )
        self.assertTrue(row["url"].endswith(self.certificate._verify_path()))
        for private in _PRIVATE:
            self.assertNotIn(private, response.content.decode())

    def test_no_cell_is_run_as_a_formula(self):
        self.certificate._new_version({"holder_name": "=HYPERLINK(1)有限公司"}, "更名")

        [row] = self.rows(self.get())

        self.assertEqual(row["holder"], "'=HYPERLINK(1)有限公司")

    def test_it_follows_the_filters_of_the_register(self):
        found = {
            "q": ("六轴", "不存在"),
            "status": ("valid", "withdrawn"),
            "program": (self.program.id, self.program.id + 999),
            "city": (self.company.id, self.company.id + 999),
            "district": (self.certificate.district_id.id, 999999),
        }
        for name, (fits, does_not) in found.items():
            with self.subTest(name):
                self.assertEqual(len(self.rows(self.get(**{name: fits}))), 1)
                self.assertEqual(self.rows(self.get(**{name: does_not})), [])
        page = self.url_open("/brand/registry?status=valid")
        self.assertIn("/brand/certificates.csv?status=valid", page.text)
        self.assertIn("/brand/open-data", page.text)

    def test_it_is_kept_by_its_tag_until_something_changes(self):
        first = self.get()
        self.assertRegex(first.headers["Cache-Control"], r"^public, max-age=\d+$")
        self.assertIn("Last-Modified", first.headers)
        self.assertIn("describedby", first.headers["Link"])
        same = {"If-None-Match": first.headers["ETag"]}
        again = self.get(headers=same)
        self.assertEqual((again.status_code, again.content), (304, b""))

        self.certificate.with_user(self.decider).action_suspend(reason="抽查")
        self.assertEqual(self.get(headers=same).status_code, 200)

    def test_the_day_and_the_names_in_it_change_the_tag(self):
        def tag():
            return self.env["brand.certificate"]._open_data_state([])[2]

        today = tag()
        self.clock.move_to("2024-12-02 02:00:00")
        tomorrow = tag()
        self.env.cr.execute(
            "UPDATE brand_district SET write_date = '2031-01-01' WHERE id = %s",
            [self.certificate.district_id.id],
        )
        self.assertEqual(len({today, tomorrow, tag()}), 3)

    def test_more_rows_than_a_file_may_have_are_refused_in_words(self):
        self.copies(2)
        self.patch(model, "MAX_ROWS", 2)
        self.patch(controller, "MAX_ROWS", 2)

        response = self.get()

        self.assertEqual(response.status_code, 413)
        self.assertEqual(self.get(q="TZ-2024-1000").status_code, 200)

    def test_queries_do_not_grow_with_the_rows_of_a_part(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["brand.certificate"]._open_data_csv([])
            return self.cr.sql_log_count - before

        one = queries()
        self.copies(8)
        self.assertEqual(queries(), one)

    def test_rows_of_several_parts_are_all_there(self):
        self.copies(5)
        self.patch(model, "_CHUNK", 2)

        numbers = [row["number"] for row in self.rows(self.get())]

        self.assertEqual(len(set(numbers)), 6)

    def test_metadata_tell_terms_publisher_and_rows(self):
        self.company.open_data_terms = "按本市公共数据开放许可使用"
        self.env.flush_all()

        found = self.url_open(f"{controller.METADATA_PATH}?city={self.company.id}").json()

        self.assertEqual(found["dc:publisher"], [self.company.name])
        self.assertEqual(found["dc:rights"], ["按本市公共数据开放许可使用"])
        self.assertEqual(found["dc:extent"], 1)
        self.assertEqual(found["url"], f"{controller.CSV_PATH}?city={self.company.id}")

    def test_the_page_for_people_names_every_address(self):
        page = self.url_open("/brand/open-data")

        self.assertEqual(page.status_code, 200)
        for path in (
            "/brand/verify.json",
            "/brand/keys.json",
            "/brand/openapi.json",
            "/brand/check",
        ):
            self.assertIn(path, page.text)
        self.assertIn("0553-0000001", page.text)
