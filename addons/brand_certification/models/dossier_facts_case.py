"""The body's part of a dossier: the file, what was corrected, evaluation, findings, review."""

from ..scheme import changes
from . import dossier_tables as tables
from .brand_application_submission import ANSWERS
from .brand_evaluation import LEFT_STATES as _LEFT
from .dossier_facts import Facts

# What a sheet says in words: sealed with its scores
_STATEMENTS = ("conclusion", "strengths", "improvements", "rescore_reason")


class CaseFacts(Facts):
    """What the enterprise handed in, and what the certification body made of it."""

    def gather(self):
        """Fill ``files`` with everything, in the order of a case."""
        self.gather_file()
        self.gather_evaluation()
        self.gather_part(tables.FINDINGS)
        self.gather_part(tables.TESTS)
        self.gather_part(tables.REVIEWS)
        return self.files

    def gather_file(self):
        """The file as it stands, each submission, and what was told and changed between them."""
        rows = self.listed("brand.application", [("id", "in", self.applications.ids)])
        by_id = {row["id"]: row for row in rows}
        submissions = self.own("brand.application.submission")
        documents = self.own("brand.application.document")
        gaps = self.own("brand.application.gap")
        pairs = self.own("brand.application.duplicate")
        differences = self.own("brand.application.difference")
        places = []
        for application in self.applications:
            for row in documents[application.id]:
                row["withheld"] = bool(row["is_secret"] and not self.with_secrets)
                if not row["withheld"]:
                    folder = f"{self.folders[application.id]}/documents"
                    places.append((row, folder, row["filename"] or row["name"]))
            self.owned_by("brand.application", [by_id[application.id]], application.id)
            versions = submissions[application.id]
            value = {
                **by_id[application.id],
                "standards": application.standard_ids.mapped("display_name"),
                "submissions": versions,
                "documents": documents[application.id],
                "suspected_duplicates": pairs[application.id],
                "differences_from_original": differences[application.id],
            }
            self.put(application, "application.json", value)
            value = {"gaps": gaps[application.id], "corrections": self._corrections(versions)}
            self.put(application, "corrections.json", value)
        self.attach("brand.application.document", places)

    @staticmethod
    def _corrections(submissions):
        """What each submission after the first changed: answers old and new, files' hashes."""
        ordered = sorted(submissions, key=lambda row: row["number"])
        return [
            {
                "number": later["number"],
                "changes": [
                    {
                        "key": change.key,
                        "old": change.old_hash if change.is_document else change.old,
                        "new": change.new_hash if change.is_document else change.new,
                        "document": change.name if change.is_document else None,
                    }
                    for change in changes.changes(
                        earlier["content"] or {}, later["content"] or {}, ANSWERS
                    )
                ],
            }
            for earlier, later in zip(ordered, ordered[1:], strict=False)
        ]

    def gather_evaluation(self):
        sheets = self.own("brand.evaluation")
        every = [row for rows in sheets.values() for row in rows]
        lines = self.below("brand.evaluation.line", "evaluation_id", every)
        notes = self.own("brand.evaluation.note")
        visits = self.own("brand.evaluation.visit")
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
