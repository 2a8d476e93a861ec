"""What people do with an honour, one verb a step: registered, confirmed, its amount, its person."""

import base64
import io
from dataclasses import dataclass
from datetime import date

from odoo.addons.brand_awards.bank import sheets
from odoo.addons.brand_awards.wizard import award_recognition_import as titles


@dataclass
class Honour:
    """One honour of the story: a row of ``honours.csv``, its record and the claim that follows."""

    batch: str
    honour: str
    holder: str
    item: str
    day: date
    document: str
    rank: str
    amount: str
    award: str
    record: object = None

    def firm(self, scene):
        """Enterprise or person that received it."""
        return (scene.persons if self.is_person else scene.enterprises)[self.holder]

    @property
    def is_person(self):
        return self.holder.startswith("p")

    def claims(self):
        return self.record.sudo().claim_ids


def read(scene):
    """Honours by batch; days are dates, or working days before the day of installation."""
    found = {}
    for row in scene.rows("honours"):
        is_ago = row["day"].isdecimal()
        day = scene.agenda.ago(int(row["day"])) if is_ago else date.fromisoformat(row["day"])
        values = row | {"day": day, "document": row["document"].format(year=day.year)}
        found.setdefault(row["batch"], []).append(Honour(**values))
    return found


# -- register ----------------------------------------------------------------------------------------


def import_table(scene, honours):
    """The award officer reads the offices' table in: looked at first, then registered."""
    target = io.BytesIO()
    sheets.write(target, titles.COLUMNS, (_row(scene, one) for one in honours))
    wizard = scene.by("award", "award.recognition.import").create(
        {"file": base64.b64encode(target.getvalue()), "file_name": "荣誉名册.xlsx"}
    )
    wizard.action_check()
    rows = scene.env["award.recognition"].search(wizard.action_import()["domain"], order="id")
    for one, record in zip(honours, rows, strict=True):
        one.record = record


def _row(scene, one):
    holder = one.firm(scene).partner
    cells = {
        titles.HONOUR: scene.ref(f"honour_{one.honour}").code,
        titles.CODE: holder.uscc or None,
        titles.NAME: holder.name,
        titles.DATE: one.day.isoformat(),
        titles.DOCUMENT: one.document,
        titles.ITEM: one.item or None,
    }
    if one.rank:
        cells |= {titles.STANDARD: scene.standards["001"].number, titles.RANK: int(one.rank)}
    return [cells.get(name) for name in titles.COLUMNS]


def register(scene, one):
    """One honour by hand, with its proof."""
    one.record = (
        scene.by("award", "award.recognition")
        .create(
            {
                "honour_id": scene.ref(f"honour_{one.honour}").id,
                "partner_id": one.firm(scene).partner.id,
                "date": one.day,
                "document_no": one.document,
                "item_name": one.item,
                "proof": scene.papers["获得荣誉证明"],
                "proof_name": "荣誉证书.pdf",
            }
        )
        .with_env(scene.env)
    )


def confirm(scene, honours):
    """A second person confirms against the documents; claims are there at once."""
    records = scene.env["award.recognition"].union(*(one.record for one in honours))
    scene.by("award2", records).action_confirm()


def revoke(scene, one, reason, number):
    scene.by("approver", one.record).action_revoke(reason=reason, document_no=number)


# -- amounts and persons -------------------------------------------------------------------------------


def set_amount(scene, one, reason, number):
    """No rate for this clause: the officer sets the amount under its ceiling."""
    claim = scene.by("award", one.claims())
    claim.action_set_amount(float(one.amount), reason, number)


def add_persons(scene):
    """Persons as the officer enters them, with their identity numbers."""
    for row in scene.rows("persons"):
        partner = scene.by("officer", "res.partner").create(
            {
                "name": row["name"],
                "identity_number": row["identity"],
                "brand_district_id": scene.district(row["district"]).id,
                "company_id": scene.company.id,
                "lang": scene.env.context["lang"],
            }
        )
        scene.persons[row["ref"]] = Person(partner.with_env(scene.env), row)


@dataclass
class Person:
    partner: object
    row: dict


def enter_account(scene, one):
    """From the paper that the person signed; who enters the account does not check it."""
    person = one.firm(scene)
    window = scene.by("award2", "award.person.account").with_context(
        default_claim_id=one.claims().id
    )
    window.create(
        {
            "number": person.row["account"],
            "bank_name": person.row["bank"],
            "cnaps": person.row["cnaps"],
        }
    ).action_apply()
