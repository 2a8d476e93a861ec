"""What a sealed dossier holds of its applications, one query per model however many there are."""

import hashlib
from collections import defaultdict

from odoo import fields
from odoo.exceptions import UserError

from ..scheme import archive
from .brand_evaluation import LEFT_STATES as _LEFT

_APPLICATION = (
    "name",
    "state",
    "program_id",
    "level_id",
    "partner_id",
    "product_id",
    "district_id",
    "body_id",
    "submitted_on",
    "accepted_on",
    "snapshot",
    "recommendation_waiver",
)
_SUBMISSION = ("number", "date", "user_id", "content")
_DOCUMENT = ("name", "filename", "size", "mimetype", "sha256", "uploaded_on", "is_secret")
_EVALUATION = (
    "user_id",
    "round",
    "state",
    "is_lead",
    "is_unsealed",
    "declared_on",
    "conflict_reason",
    "suspected",
    "appointment_reason",
    "void_reason",
)
_STATEMENTS = ("conclusion", "strengths", "improvements", "rescore_reason")
_SCORE = ("criterion_id", "is_scored", "score", "is_vetoed", "evidence", "filename", "sha256")
_NOTE = ("kind", "round", "spread", "reason", "user_id")
_VISIT = ("state", "date_from", "date_to", "sites", "agenda", "summary", "cancel_reason")
_FINDING = (
    "name",
    "state",
    "grade",
    "evaluation_id",
    "criterion_id",
    "clause",
    "fact",
    "raised_by_id",
    "raised_on",
    "due_on",
    "verified_by_id",
    "verified_on",
    "verdict",
)
_TEST = (
    "state",
    "sample_no",
    "sample_description",
    "sampled_on",
    "seal_no",
    "sealed_on",
    "sealed_by",
    "laboratory",
    "cma_no",
    "cnas_no",
    "standard_id",
    "standard_text",
    "report_no",
    "report_date",
    "verdict",
    "filed_by_id",
    "void_reason",
    "filename",
    "sha256",
)
_TEST_ITEM = ("name", "clause", "criterion_id", "requirement", "value", "unit", "verdict")
_REVIEW = (
    "version",
    "state",
    "reviewer_id",
    "reviewed_on",
    "recommendation",
    "note",
    "checklist",
    "content",
    "content_sha256",
    "filename",
    "sha256",
)
_RECOMMENDATION_LINE = ("product_name", "rank", "result", "opinion", "reason")
_RECOMMENDATION = ("office_name", "state", "note", "signed_by_id", "sent_on")
_CHECK_LINE = (
    "enterprise_name",
    "uscc",
    "department_id",
    "reply",
    "details",
    "replied_by",
    "replied_user_id",
    "replied_on",
    "disposal",
    "disposal_reason",
    "disposed_by_id",
)
_CHECK = ("department_id", "date_cutoff", "date_since", "state", "sent_on", "due_on")
_NOTICE = (
    "name",
    "state",
    "document_no",
    "days",
    "date_published",
    "date_end",
    "is_provisional",
    "calendar_version",
    "content_hash",
)
_NOTICE_VERSION = (
    "number",
    "kind",
    "reason",
    "published_at",
    "date_published",
    "date_end",
    "content",
    "content_hash",
    "paper_name",
    "paper_hash",
)
# Nothing here tells who objects: neither the identity nor files, of which the hash alone is given
_OBJECTION = (
    "name",
    "state",
    "kind",
    "clue_reason",
    "is_named",
    "channel",
    "postmark_on",
    "arrived_on",
    "received_on",
    "text",
    "finding",
    "due_on",
    "is_extended",
    "is_partial",
    "ruling",
    "ruling_no",
    "ruled_on",
)
_HEARING = ("item", "question", "asked_on", "due_on", "statement", "stated_on")
_DECISION = (
    "name",
    "kind",
    "state",
    "body_id",
    "date",
    "meeting",
    "document_no",
    "minutes",
    "quorum",
    "present_count",
    "majority",
    "decider",
    "figures_text",
    "shortfall_reason",
    "published_on",
    "minutes_filename",
    "minutes_sha256",
)
_DECISION_LINE = ("result", "reason", "votes_for", "votes_against", "votes_abstain", "recused_ids")
_MEMBER = ("name", "user_id", "is_present", "is_recused", "recusal_reason")
_APPROVAL = (
    "level_id",
    "model",
    "record_name",
    "step",
    "user_id",
    "on_behalf_of_id",
    "date",
    "reason",
    "document_no",
    "fingerprint",
)
_TRANSITION = (
    "model",
    "record_name",
    "step",
    "duty",
    "from_state",
    "to_state",
    "user_id",
    "on_behalf_of_id",
    "role",
    "date",
    "reason",
    "document_no",
)
_CERTIFICATE = (
    "number",
    "version",
    "state",
    "holder_name",
    "uscc",
    "product_name",
    "level_id",
    "body_id",
    "standard_text",
    "date_issue",
    "date_start",
    "date_end",
)
_CERTIFICATE_VERSION = (
    "number",
    "version",
    "kind",
    "reason",
    "document_no",
    "holder_name",
    "uscc",
    "holder_address",
    "product_name",
    "product_model",
    "trademark",
    "level_id",
    "body_id",
    "standard_text",
    "date_issue",
    "date_start",
    "date_end",
)
_EVENT = ("kind", "date", "reason", "document_no")


class Facts:
    """Rows and files of ``applications`` (in superuser mode) as plain values.

    ``files`` maps a path in the archive to the function that gives its bytes.
    """

    def __init__(self, applications, with_secrets):
        # One language: a dossier reads the same, whoever exports it
        self.applications = applications.with_context(lang="en_US", bin_size=False)
        self.env = self.applications.env
        self.with_secrets = with_secrets
        self.files = {}
        self.folders = {
            a.id: f"applications/{archive.safe_name(a.name or str(a.id))}" for a in applications
        }
        # (model, id) -> application ids, for approvals and transitions
        self.owners = defaultdict(set)

    # -- reading -------------------------------------------------------------------------------

    def rows(self, model, domain, names, link=None):
        """``{id of link: its rows}``, or a list without ``link``, in the order of ids."""
        records = self.env[model].search(domain, order="id")
        wanted = [*names, *([link] if link and link not in names else [])]
        found = []
        for values in records.read(wanted):
            linked = values.get(link)
            row = {name: self._plain(records._fields[name], values[name]) for name in names}
            found.append((linked, {"id": values["id"], **row}))
        if not link:
            return [row for _linked, row in found]
        grouped = defaultdict(list)
        for linked, row in found:
            grouped[linked[0] if linked else False].append(row)
        return grouped

    @staticmethod
    def _plain(field, value):
        if field.type == "boolean":
            return value
        if field.type in ("integer", "float", "monetary"):
            return f"{value:.2f}" if field.type == "float" else value
        if value is False or value is None:
            return None
        if field.type == "datetime":
            return fields.Datetime.to_string(value) + "Z"
        if field.type == "date":
            return fields.Date.to_string(value)
        if field.type == "many2one":
            return {"id": value[0], "name": value[1]}
        return value

    def own(self, model, names, link="application_id"):
        """Rows of ``model`` by application; each is remembered for its transitions."""
        grouped = self.rows(model, [(link, "in", self.applications.ids)], names, link)
        for application_id, rows in grouped.items():
            self.owned_by(model, rows, application_id)
        return grouped

    def owned_by(self, model, rows, application_id):
        """Remember that ``rows`` belong to the application."""
        for row in rows:
            self.owners[model, row["id"]].add(application_id)

    def below(self, model, link, wholes, names):
        """Rows of ``model`` by the id of their whole."""
        return self.rows(model, [(link, "in", [row["id"] for row in wholes])], names, link)

    # -- files ---------------------------------------------------------------------------------

    def attach(self, model, places, field="file", hashed="sha256"):
        """Put the kept files of rows into the archive; each row learns its ``path``.

        :param places: ``[(row, folder, filename)]``
        """
        ids = [row["id"] for row, _folder, _name in places if row[hashed]]
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", model), ("res_field", "=", field), ("res_id", "in", ids)]
        )
        by_id = {attachment.res_id: attachment for attachment in attachments}
        for row, folder, name in places:
            if row[hashed]:
                path = f"{folder}/{row['id']}-{archive.safe_name(name or 'file')}"
                row.update(path=path, sha256=row[hashed])
                self.files[path] = self._loader(by_id.get(row["id"]), name, row[hashed])

    def _loader(self, attachment, name, sha256):
        def load():
            content = attachment.raw if attachment else b""
            if attachment:
                attachment.invalidate_recordset(["raw", "datas", "db_datas"])
            if hashlib.sha256(content or b"").hexdigest() != sha256:
                raise UserError(
                    self.env._(
                        "“%s” is no longer the file whose hash was kept: no dossier is sealed. "
                        "Restore the file from the backup first.",
                        name,
                    )
                )
            return content

        return load

    def put(self, application, name, value):
        """Put one JSON of the application into the archive."""
        self.files[f"{self.folders[application.id]}/{name}"] = lambda: archive.as_json(value)

    # -- the parts, in the order of a case -------------------------------------------------------

    def gather(self):
        """Fill ``files`` with everything."""
        self.gather_file()
        self.gather_evaluation()
        self.gather_findings()
        self.gather_tests()
        self.gather_reviews()
        return self.files

    def gather_file(self):
        rows = self.rows("brand.application", [("id", "in", self.applications.ids)], _APPLICATION)
        by_id = {row["id"]: row for row in rows}
        submissions = self.own("brand.application.submission", _SUBMISSION)
        documents = self.own("brand.application.document", _DOCUMENT)
        places = []
        for application in self.applications:
            for row in documents[application.id]:
                row["withheld"] = bool(row["is_secret"] and not self.with_secrets)
                if not row["withheld"]:
                    folder = f"{self.folders[application.id]}/documents"
                    places.append((row, folder, row["filename"] or row["name"]))
            self.owned_by("brand.application", [by_id[application.id]], application.id)
            value = {
                **by_id[application.id],
                "standards": application.standard_ids.mapped("display_name"),
                "submissions": submissions[application.id],
                "documents": documents[application.id],
            }
            self.put(application, "application.json", value)
        self.attach("brand.application.document", places)

    def gather_evaluation(self):
        sheets = self.own("brand.evaluation", (*_EVALUATION, *_STATEMENTS))
        every = [row for rows in sheets.values() for row in rows]
        lines = self.below("brand.evaluation.line", "evaluation_id", every, _SCORE)
        notes = self.own("brand.evaluation.note", _NOTE)
        visits = self.own("brand.evaluation.visit", _VISIT)
        places = []
        for application in self.applications:
            mine = sheets[application.id]
            last = max((r["round"] for r in mine if r["state"] not in _LEFT), default=1)
            for row in mine:
                row["counts"] = row["state"] == "done" and row["round"] == last
                self._add_scores(row, lines[row["id"]])
                folder = f"{self.folders[application.id]}/evidence"
                places += [(line, folder, line["filename"]) for line in row["lines"]]
            value = {
                "rule": self._rule(application.program_id),
                "sheets": mine,
                "total": self._total(application, mine, last),
                "notes": notes[application.id],
                "visits": visits[application.id],
            }
            self.put(application, "evaluation.json", value)
        self.attach("brand.evaluation.line", places)

    @staticmethod
    def _add_scores(sheet, lines):
        """The sheet's scores, unless a running round still seals them."""
        sheet["lines"] = lines if sheet["is_unsealed"] else []
        if not sheet["is_unsealed"]:
            sheet.update(dict.fromkeys(_STATEMENTS))
        for line in sheet["lines"]:
            criterion = line.pop("criterion_id")
            line.update(criterion=str(criterion["id"]), criterion_name=criterion["name"])
            if not line.pop("is_scored"):
                line["score"] = None

    @staticmethod
    def _total(application, sheets, last):
        """The score kept with the application, where single scores lead to it."""
        active = [row for row in sheets if row["round"] == last and row["state"] not in _LEFT]
        is_counted = active and all(row["counts"] and row["is_unsealed"] for row in active)
        return f"{application.score:.2f}" if is_counted else None

    def _rule(self, program):
        exact = self.env["brand.criterion"]._exact
        return {
            "combination": program.combination,
            "rounding": "half up, two decimals, once at the end",
            "assessors": program.assessor_count,
            "pass_mark": str(exact(program.pass_mark)),
            "spread_limit": str(exact(program.spread_limit)) if program.spread_limit else None,
            "criteria": [
                {
                    "key": str(c.id),
                    "parent": str(c.parent_id.id) if c.parent_id else None,
                    "name": c.name,
                    "weight": str(exact(c.weight)),
                    "maximum": str(exact(c.maximum)),
                    "pass_mark": str(exact(c.pass_mark)) if c.pass_mark else None,
                    "is_veto": c.is_veto,
                }
                for c in program.criterion_ids.sorted("id")
            ],
        }

    def gather_findings(self):
        findings = self.own("brand.finding", _FINDING)
        every = [row for rows in findings.values() for row in rows]
        names = ("cause", "correction", "user_id", "create_date")
        answers = self.below("brand.finding.answer", "finding_id", every, names)
        names = ("kind", "filename", "size", "sha256")
        files = self.below("brand.finding.file", "finding_id", every, names)
        places = []
        for application in self.applications:
            for row in findings[application.id]:
                row.update(answers=answers[row["id"]], files=files[row["id"]])
                folder = f"{self.folders[application.id]}/findings"
                places += [(file, folder, file["filename"]) for file in row["files"]]
            self.put(application, "findings.json", findings[application.id])
        self.attach("brand.finding.file", places)

    def gather_tests(self):
        reports = self.own("brand.test.report", _TEST)
        every = [row for rows in reports.values() for row in rows]
        items = self.below("brand.test.item", "report_id", every, _TEST_ITEM)
        places = []
        for application in self.applications:
            for row in reports[application.id]:
                row["items"] = items[row["id"]]
                places.append((row, f"{self.folders[application.id]}/tests", row["filename"]))
            self.put(application, "tests.json", reports[application.id])
        self.attach("brand.test.report", places)

    def gather_reviews(self):
        """The evaluation report as it was frozen for the review, with its PDF."""
        reviews = self.own("brand.review", _REVIEW)
        places = []
        for application in self.applications:
            folder = f"{self.folders[application.id]}/report"
            places += [(row, folder, row["filename"]) for row in reviews[application.id]]
            self.put(application, "reviews.json", reviews[application.id])
        self.attach("brand.review", places)
